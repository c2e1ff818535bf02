package io.penstock.transform.conform;

/**
 * The value of a top-level key, as it is written in the payload.
 *
 * @param kind what it is
 * @param text the text of a string, unescaped; the digits of a number as they stand; {@code true}
 *     or {@code false}; empty for anything else
 */
record JsonValue(Kind kind, String text) {
  private static final int SHOWN_CHARS_MAX = 60;

  /** Kinds of JSON values. A number without fraction and exponent is an INTEGER. */
  enum Kind {
    STRING("string"),
    INTEGER("number"),
    NUMBER("number"),
    BOOLEAN("boolean"),
    NULL("null"),
    OBJECT("object"),
    ARRAY("array");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** For a reason: {@code string "abc"}, {@code number 1.5}, {@code object}. */
  String shown() {
    return switch (kind) {
      case STRING -> kind.word + " \"" + shortened() + "\"";
      case INTEGER, NUMBER, BOOLEAN -> kind.word + " " + shortened();
      case NULL, OBJECT, ARRAY -> kind.word;
    };
  }

  /**
   * The text, cut where it would bury the reason; what cannot be written in UTF-8 becomes U+FFFD.
   */
  private String shortened() {
    int length = text.length();
    int end =
        length <= SHOWN_CHARS_MAX
            ? length
            : text.offsetByCodePoints(0, text.codePointCount(0, SHOWN_CHARS_MAX));
    StringBuilder shown = new StringBuilder();
    text.substring(0, end)
        .codePoints()
        .map(point -> surrogate(point) ? 0xFFFD : point)
        .forEach(shown::appendCodePoint);
    return end < length ? shown.append('…').toString() : shown.toString();
  }

  /** Whether the text holds a surrogate without its other half, which no UTF-8 can express. */
  boolean hasLoneSurrogate() {
    return text.codePoints().anyMatch(JsonValue::surrogate);
  }

  private static boolean surrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
