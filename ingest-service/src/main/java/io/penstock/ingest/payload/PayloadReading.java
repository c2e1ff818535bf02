package io.penstock.ingest.payload;

import io.penstock.contracts.source.RowStatus;

/** What landing finds out about a payload. */
public sealed interface PayloadReading {
  /** The status that the row lands with. */
  RowStatus status();

  /**
   * A JSON object with a plausible event time.
   *
   * @param epochMicros microseconds since 1970-01-01T00:00:00Z
   */
  record Ok(long epochMicros) implements PayloadReading {
    @Override
    public RowStatus status() {
      return RowStatus.OK;
    }
  }

  /**
   * Any other; its row belongs to no window.
   *
   * @param status {@code malformed}, {@code no_time} or {@code implausible_time}
   * @param reason one line that says what is wrong and where
   */
  record Unplaced(RowStatus status, String reason) implements PayloadReading {
    public Unplaced {
      if (status.placed()) {
        throw new IllegalArgumentException("a row of status " + status + " needs no reason");
      }
    }
  }
}
