package io.penstock.contracts.quarantine;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** Where a row failed: the term of the ledger that it stands in. */
public enum QuarantineStage {
  /** It could not be decoded, upgraded or typed: {@code schema_failed}. */
  SCHEMA,
  /** A row-level expectation took it out: {@code quarantined}. */
  CHECKPOINT;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static QuarantineStage parse(String text) {
    return Arrays.stream(values())
        .filter(stage -> stage.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a stage: " + text));
  }
}
