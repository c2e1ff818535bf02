package io.penstock.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Name of a dataset, unique in a catalog. */
public record DatasetName(@JsonValue String value) implements Comparable<DatasetName> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public DatasetName {
    Names.check("dataset name", value);
  }

  @Override
  public int compareTo(DatasetName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
