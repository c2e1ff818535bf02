package io.penstock.ingest.eventtime;

/**
 * Walks along a text. After the first thing that does not fit, {@link #ok} is false and stays so;
 * what is read then is 0.
 */
final class TimeText {
  private static final int NANO_DIGITS = 9;

  private final String text;
  private int position;
  private boolean ok = true;

  TimeText(String text) {
    this.text = text;
  }

  boolean ok() {
    return ok;
  }

  void fail() {
    ok = false;
  }

  boolean atEnd() {
    return position == text.length();
  }

  /** Steps over a character if it is next. */
  boolean skip(char expected) {
    if (ok && position < text.length() && text.charAt(position) == expected) {
      position++;
      return true;
    }
    return false;
  }

  /** Steps over a character, which must be next. */
  void expect(char expected) {
    ok &= skip(expected);
  }

  /** How many ASCII digits come next. */
  int countDigits() {
    int end = position;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end - position;
  }

  /** A number of exactly so many ASCII digits, at most nine. */
  int digits(int count) {
    if (!ok || position + count > text.length()) {
      ok = false;
      return 0;
    }
    int value = 0;
    for (int end = position + count; position < end; position++) {
      char c = text.charAt(position);
      if (!isDigit(c)) {
        ok = false;
        return 0;
      }
      value = 10 * value + (c - '0');
    }
    return value;
  }

  /** A decimal fraction of a second in nanoseconds; finer digits are cut off. */
  int fraction() {
    int count = countDigits();
    if (count == 0) {
      ok = false;
      return 0;
    }
    int kept = Math.min(count, NANO_DIGITS);
    int nano = digits(kept);
    for (int i = kept; i < NANO_DIGITS; i++) {
      nano *= 10;
    }
    position += count - kept;
    return nano;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
