package io.penstock.workflow.build;

import java.util.Optional;

/**
 * What became of the windows of a build workflow.
 *
 * @param version the newest version that it published, if any
 * @param published windows that are in a version, by this workflow or by another meanwhile
 * @param rejected windows that a checkpoint refused
 * @param failed windows whose build failed
 * @param replan windows to be planned again, because their base changed or could not be ended
 */
public record BuildReport(
    Optional<Long> version, int published, int rejected, int failed, int replan) {

  /** Whether any window is settled, so that planning again gives something else. */
  public boolean progressed() {
    return published + rejected + failed > 0;
  }
}
