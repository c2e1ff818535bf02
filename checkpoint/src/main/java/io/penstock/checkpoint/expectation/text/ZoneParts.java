package io.penstock.checkpoint.expectation.text;

import java.util.List;
import java.util.Locale;

/** The parts of a time zone that {@link DateutilText} has read. */
final class ZoneParts {
  private final List<String> tokens;
  private boolean name;
  private boolean offset;

  ZoneParts(List<String> tokens) {
    this.tokens = tokens;
  }

  boolean isEmpty() {
    return !name && !offset;
  }

  /** Reads the name at a place; gives the place of the last token that belongs to it. */
  int readName(int i) {
    name = true;
    offset =
        DateWords.UTC.contains(tokens.get(i))
            && tokens.get(i).equals(DateWords.lower(tokens.get(i)));
    String sign = at(i + 1);
    if (sign.equals("+") || sign.equals("-")) {
      // GMT+3 is understood as "my time +3 is GMT"; only the sign of the offset depends on it.
      offset = false;
      name = !DateWords.UTC.contains(tokens.get(i).toUpperCase(Locale.ROOT));
    }
    return i;
  }

  /** Reads the offset behind the sign at a place; gives the place of the last token of it. */
  int readOffset(int place) {
    int i = place;
    String digits = tokens.get(i + 1);
    if (digits.length() == 4) {
      Integer.parseInt(digits);
    } else if (at(i + 2).equals(":")) {
      Integer.parseInt(digits);
      Integer.parseInt(tokens.get(i + 3));
      i += 2;
    } else if (digits.length() <= 2) {
      Integer.parseInt(digits);
    } else {
      throw new IllegalArgumentException(digits);
    }
    offset = true;
    boolean named =
        DateWords.isJump(at(i + 2))
            && at(i + 3).equals("(")
            && at(i + 5).equals(")")
            && at(i + 4).length() >= 3
            && !name
            && DateWords.isZoneName(at(i + 4));
    if (named) {
      name = true;
      i += 4;
    }
    return i + 1;
  }

  private String at(int place) {
    return place < tokens.size() ? tokens.get(place) : "";
  }
}
