package io.penstock.contracts.build;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a window of a pipeline stands. */
public enum WindowState {
  /** The watermark has not passed it. */
  OPEN,
  /** Closed, waiting for its first build. */
  DUE,
  /** Its live build has seen all its rows. */
  PUBLISHED,
  /** Published, and more rows have come since. */
  STALE,
  /** Its latest build was refused by a checkpoint. */
  REJECTED,
  /** Its latest build failed. */
  FAILED;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
