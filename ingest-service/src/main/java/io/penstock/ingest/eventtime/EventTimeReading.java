package io.penstock.ingest.eventtime;

/** What the text of an event time says. */
public sealed interface EventTimeReading {
  /**
   * A plausible time.
   *
   * @param epochMicros microseconds since 1970-01-01T00:00:00Z
   */
  record At(long epochMicros) implements EventTimeReading {}

  /**
   * The text is no time in the expected format.
   *
   * @param why what it is not, for people; does not repeat the text
   */
  record Unreadable(String why) implements EventTimeReading {}

  /**
   * A time that no event can have.
   *
   * @param why what is wrong with it, for people; does not repeat the text
   */
  record Implausible(String why) implements EventTimeReading {}
}
