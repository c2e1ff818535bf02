package io.penstock.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Identity of a build: the hash of all that its result depends on. */
public record BuildId(@JsonValue String hex) implements Comparable<BuildId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public BuildId {
    new Sha256(hex);
  }

  public static BuildId of(Sha256 inputs) {
    return new BuildId(inputs.hex());
  }

  /** The first 16 hex digits, as they stand in the names of data files. */
  public String short16() {
    return hex.substring(0, 16);
  }

  @Override
  public int compareTo(BuildId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
