package io.penstock.workflow.build;

import io.penstock.contracts.build.Step;
import io.penstock.contracts.id.Window;
import java.util.List;

/**
 * How far a build workflow is.
 *
 * @param windows all its windows
 * @param waiting windows that have not begun
 * @param current the windows that are worked on
 * @param passed windows that passed every step
 * @param rejected windows that a checkpoint refused
 * @param failed windows whose build failed
 * @param publishing whether the windows that passed are being published
 * @param published windows that are published
 */
public record BuildProgress(
    int windows,
    int waiting,
    List<Current> current,
    int passed,
    int rejected,
    int failed,
    boolean publishing,
    int published) {
  public BuildProgress {
    current = List.copyOf(current);
  }

  /** A window and the step it is in. */
  public record Current(Window window, Step step) {}
}
