package io.penstock.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Name for a version of a dataset. */
public record TagName(@JsonValue String value) implements Comparable<TagName> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public TagName {
    Names.check("tag", value);
  }

  @Override
  public int compareTo(TagName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
