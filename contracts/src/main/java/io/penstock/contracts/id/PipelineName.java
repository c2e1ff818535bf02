package io.penstock.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Name of a pipeline, unique in a catalog. */
public record PipelineName(@JsonValue String value) implements Comparable<PipelineName> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PipelineName {
    Names.check("pipeline name", value);
  }

  @Override
  public int compareTo(PipelineName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
