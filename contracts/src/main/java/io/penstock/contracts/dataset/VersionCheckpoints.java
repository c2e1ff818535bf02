package io.penstock.contracts.dataset;

import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import java.util.List;

/**
 * What one window of a version was checked with.
 *
 * @param window the window
 * @param buildId the build that made it
 * @param checkpoints the verdicts of its checkpoints
 */
public record VersionCheckpoints(Window window, BuildId buildId, List<CheckOutcome> checkpoints) {
  public VersionCheckpoints {
    checkpoints = List.copyOf(checkpoints);
  }
}
