package io.penstock.contracts.source;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What landing found out about a record. */
public enum RowStatus {
  /** A JSON object with a plausible event time. */
  OK,
  /** Not an object in the source's format. */
  MALFORMED,
  /** No event time, or one that cannot be read. */
  NO_TIME,
  /** An event time too far ahead of the clock, or out of the range of years 0001 to 9999. */
  IMPLAUSIBLE_TIME;

  /** The text in raw objects and ledgers. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a row of this status belongs to a window. */
  public boolean placed() {
    return this == OK;
  }
}
