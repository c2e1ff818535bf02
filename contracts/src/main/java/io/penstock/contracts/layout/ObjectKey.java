package io.penstock.contracts.layout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Key of an object inside the bucket: no leading slash, no empty or dot segment. */
public record ObjectKey(@JsonValue String value) implements Comparable<ObjectKey> {
  private static final int LENGTH_MAX = 1024;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ObjectKey {
    if (value.isEmpty() || value.length() > LENGTH_MAX) {
      throw new IllegalArgumentException("an object key has 1 to 1024 characters: " + value);
    }
    for (String segment : value.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException("an object key has no empty or dot segment: " + value);
      }
    }
  }

  @Override
  public int compareTo(ObjectKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
