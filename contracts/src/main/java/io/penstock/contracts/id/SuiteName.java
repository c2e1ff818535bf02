package io.penstock.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Name of an expectation suite: the stem of the file it is written in. */
public record SuiteName(@JsonValue String value) implements Comparable<SuiteName> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SuiteName {
    Names.check("suite name", value);
  }

  @Override
  public int compareTo(SuiteName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
