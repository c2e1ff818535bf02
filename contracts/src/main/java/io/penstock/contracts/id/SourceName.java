package io.penstock.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Name of a source, unique in a catalog. */
public record SourceName(@JsonValue String value) implements Comparable<SourceName> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SourceName {
    Names.check("source name", value);
  }

  @Override
  public int compareTo(SourceName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
