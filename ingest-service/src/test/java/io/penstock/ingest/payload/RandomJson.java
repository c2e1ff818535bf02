package io.penstock.ingest.payload;

import java.util.Random;

/** Makes JSON of all kinds: blanks, escapes, numbers, nesting up to a little too deep. */
final class RandomJson {
  private static final String[] BLANKS = {"", "", "", " ", "\n", "\t \r\n", "          "};
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "7",
    "-12",
    "1234567890123456789012345678901234567890",
    "0.5",
    "-1.25e3",
    "1E-7",
    "1e+400",
    "10",
    "9.0"
  };
  private static final String[] NOT_QUITE_NUMBERS = {
    "01", "1.", ".5", "+1", "1e", "--1", "0x1", "NaN", "-Infinity", "1_0", "-"
  };
  private static final String[] TEXTS = {
    "",
    "a",
    "name",
    "longer than eight bytes",
    "\\n",
    "\\u0041",
    "\\ud83d\\ude00",
    "\\ud800",
    "ä",
    "😀",
    "\\\\",
    "\\\"",
    "\\/",
    "\u007f",
    "\u0080",
    "{}[],:",
    "exactly8"
  };
  private static final String[] NOT_QUITE_TEXTS = {"\\x", "\\u12", "\n", "\u0000", "\\", "\\u12g4"};

  private final Random random;
  private final int depthMax;

  RandomJson(Random random, int depthMax) {
    this.random = random;
    this.depthMax = depthMax;
  }

  String object() {
    StringBuilder json = new StringBuilder(blank());
    object(json, 1);
    return json.append(blank()).toString();
  }

  private void object(StringBuilder json, int depth) {
    json.append('{').append(blank());
    int fields = random.nextInt(5);
    for (int i = 0; i < fields; i++) {
      json.append(i == 0 ? "" : ",").append(blank());
      text(json);
      json.append(blank()).append(':').append(blank());
      value(json, depth);
      json.append(blank());
    }
    json.append('}');
  }

  private void array(StringBuilder json, int depth) {
    json.append('[').append(blank());
    int values = random.nextInt(4);
    for (int i = 0; i < values; i++) {
      json.append(i == 0 ? "" : ",").append(blank());
      value(json, depth);
      json.append(blank());
    }
    json.append(']');
  }

  private void value(StringBuilder json, int depth) {
    switch (random.nextInt(depth < depthMax ? 8 : 5)) {
      case 0, 1 -> text(json);
      case 2, 3 -> json.append(one(NUMBERS, NOT_QUITE_NUMBERS));
      case 4 -> json.append(new String[] {"true", "false", "null"}[random.nextInt(3)]);
      case 5, 6 -> object(json, depth + 1);
      default -> array(json, depth + 1);
    }
  }

  private void text(StringBuilder json) {
    json.append('"');
    for (int parts = random.nextInt(4); parts >= 0; parts--) {
      json.append(one(TEXTS, NOT_QUITE_TEXTS));
    }
    json.append('"');
  }

  private String one(String[] good, String[] bad) {
    String[] from = random.nextInt(500) == 0 ? bad : good;
    return from[random.nextInt(from.length)];
  }

  private String blank() {
    return BLANKS[random.nextInt(BLANKS.length)];
  }
}
