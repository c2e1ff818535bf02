package io.penstock.contracts.pipeline;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Type of a field, and whether it may be absent or null: {@code int} is required, {@code int?} is
 * not.
 */
public record FieldType(ScalarType type, boolean optional) {
  @JsonCreator
  public static FieldType parse(String text) {
    boolean optional = text.endsWith("?");
    String type = optional ? text.substring(0, text.length() - 1) : text;
    return new FieldType(ScalarType.parse(type), optional);
  }

  /** The type as it is written in a spec. */
  @JsonValue
  public String text() {
    return optional ? type.text() + "?" : type.text();
  }
}
