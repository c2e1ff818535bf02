package io.penstock.ingest.payload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A name of a field to compare with many. */
final class FieldName {
  private final String text;
  private final byte[] utf8;

  FieldName(String text) {
    this.text = text;
    this.utf8 = text.getBytes(StandardCharsets.UTF_8);
  }

  String text() {
    return text;
  }

  boolean equalTo(byte[] bytes, int from, int to) {
    // Most names differ in length, which is cheaper to see here than behind the checks of ranges.
    return to - from == utf8.length && Arrays.equals(bytes, from, to, utf8, 0, utf8.length);
  }
}
