package io.penstock.transform.conform;

/** What strict decoding made of a payload. */
sealed interface Decoded {
  /**
   * An event that has all it needs.
   *
   * @param version number of the schema version it is of
   * @param json an object of that version's fields and nothing else, each once, in a form that the
   *     engine reads without loss: decimals, dates and times as strings, absent and null fields
   *     left out
   */
  record Event(int version, String json) implements Decoded {}

  /**
   * A payload that is no event of the schema.
   *
   * @param reason why, for people
   */
  record Failure(String reason) implements Decoded {}
}
