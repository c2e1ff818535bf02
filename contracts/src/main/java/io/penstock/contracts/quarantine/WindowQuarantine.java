package io.penstock.contracts.quarantine;

import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import java.util.List;

/**
 * The quarantined rows of a window: those of its live build, or of its latest if none is published.
 *
 * @param window the window
 * @param buildId the build
 * @param state what became of it
 * @param live whether it is the window's live build
 * @param rows rows in all files
 * @param files by step
 */
public record WindowQuarantine(
    Window window, BuildId buildId, BuildState state, boolean live, long rows, List<File> files) {
  public WindowQuarantine {
    files = List.copyOf(files);
  }

  /**
   * What one step left.
   *
   * @param step the step that wrote it
   * @param file the object
   * @param stored whether the object is still there: retention can delete it by age
   */
  public record File(Step step, QuarantineFile file, boolean stored) {}
}
