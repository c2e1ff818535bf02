package io.penstock.ingest.payload;

/** Texts of others as they stand in reasons: one line, printable, short. */
final class Shortened {
  private static final int CHARS_MAX = 80;

  private Shortened() {}

  static String of(String text) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), CHARS_MAX) + 1);
    text.codePoints()
        .limit(CHARS_MAX)
        .map(c -> Character.isISOControl(c) || isLoneSurrogate(c) ? '\uFFFD' : c)
        .forEach(shown::appendCodePoint);
    return text.length() > CHARS_MAX && text.codePointCount(0, text.length()) > CHARS_MAX
        ? shown.append('…').toString()
        : shown.toString();
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return codePoint <= Character.MAX_VALUE && Character.isSurrogate((char) codePoint);
  }
}
