package io.penstock.contracts.pipeline;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What happens to rows that arrive after their window was first published. */
public enum LatePolicy {
  /** The window is built again with them. */
  REBUILD,
  /** They are published in a side dataset. */
  SIDE,
  /** They are counted in the ledger and go nowhere else. */
  DROP;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
