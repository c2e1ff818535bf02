package io.penstock.workflow.catalog;

import java.time.Duration;

/**
 * How builds are made.
 *
 * @param windowsInParallel how many windows of one build workflow are worked on at a time
 * @param heartbeatTimeout a step that is silent for so long is taken to be dead and tried again
 * @param stepTimeout how long one attempt of a step may take
 */
public record BuildSettings(
    int windowsInParallel, Duration heartbeatTimeout, Duration stepTimeout) {
  public BuildSettings {
    if (windowsInParallel < 1) {
      throw new IllegalArgumentException("no window could be built: " + windowsInParallel);
    }
  }
}
