package io.penstock.contracts.pipeline;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether privacy rules are applied before the bytes are written. */
public enum Landing {
  /** Records land exactly as they came (ELT); privacy rules are applied in conform. */
  RAW,
  /** Privacy rules are applied before landing (ETL): the clear text is never stored. */
  MASKED;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
