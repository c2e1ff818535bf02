package io.penstock.contracts.pipeline;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the payload of an event is written. */
public enum SourceFormat {
  /** One JSON object per record, UTF-8 (RFC 8259). */
  JSON;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
