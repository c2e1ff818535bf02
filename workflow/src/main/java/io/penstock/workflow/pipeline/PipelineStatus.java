package io.penstock.workflow.pipeline;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/**
 * What the workflow of a pipeline does now.
 *
 * @param phase in a word
 * @param build the id of the build workflow that runs; ask it for its progress
 * @param windows how many windows that builds
 * @param trouble why the last round settled nothing, until one does
 */
public record PipelineStatus(
    Phase phase, Optional<String> build, int windows, Optional<String> trouble) {

  /** What the workflow of a pipeline can be doing. */
  public enum Phase {
    /** Asks what is due. */
    PLANNING,
    /** Has something built. */
    BUILDING,
    /** Waits before it tries again what settled nothing. */
    PAUSING,
    /** Nothing is due; waits to be woken. */
    IDLE;

    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
