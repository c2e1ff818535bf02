package io.penstock.contracts.build;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a build is. */
public enum BuildState {
  /** Planned and not yet ended. */
  PLANNED,
  /** Its files are, or were, part of a version. */
  PUBLISHED,
  /** A checkpoint refused it. */
  REJECTED,
  /** It ended by a failure that trying again does not mend. */
  FAILED,
  /** Another build of its window was published before it. */
  SUPERSEDED;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing more happens to it. */
  public boolean terminal() {
    return this != PLANNED;
  }
}
