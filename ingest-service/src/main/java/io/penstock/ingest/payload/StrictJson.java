package io.penstock.ingest.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/** JSON as RFC 8259 has it, in UTF-8, and with no limit but the depth. */
final class StrictJson {
  private StrictJson() {}

  static JsonFactory factory(int depthMax) {
    return JsonFactory.builder()
        // A million digits are a number like any other: nobody computes with them here.
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(depthMax)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build())
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        // Field names that collide make reading slower, but no payload malformed.
        .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .build();
  }

  /**
   * Whether the first thing in valid UTF-8 is an opening brace. Jackson guesses the encoding from
   * the first four bytes; past this check it can only guess UTF-8, because a NUL there, of UTF-16
   * or UTF-32, is not JSON.
   */
  static boolean mayBeObject(byte[] payload) {
    for (int i = 0; i < Math.min(payload.length, 4); i++) {
      if (payload[i] == 0) {
        return false;
      }
    }
    for (byte b : payload) {
      if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
        return b == '{';
      }
    }
    return false;
  }

  /** Jackson's message without the places that it repeats in its own words. */
  private static String message(JsonProcessingException problem) {
    return String.valueOf(problem.getOriginalMessage())
        .replaceFirst(" \\((start marker|for) .*", "");
  }

  /**
   * What is wrong with a payload that is not JSON.
   *
   * @param quoting whether the text may quote the payload
   */
  static String describe(IOException e, boolean quoting) {
    if (e instanceof StreamConstraintsException) {
      return "nested deeper than %d levels".formatted(PayloadReader.DEPTH_MAX);
    }
    if (!(e instanceof JsonProcessingException problem)) {
      throw new IllegalStateException("bytes in memory cannot fail to be read", e);
    }
    JsonLocation location = problem.getLocation();
    String at = location == null ? "" : " at byte " + location.getByteOffset();
    return "not JSON" + at + (quoting ? ": " + Shortened.of(message(problem)) : "");
  }
}
