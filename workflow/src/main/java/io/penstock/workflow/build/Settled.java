package io.penstock.workflow.build;

import io.penstock.contracts.id.BuildId;
import java.util.List;

/**
 * What earlier runs of a build workflow have settled: runs are kept short, and hand over.
 *
 * @param windows windows that they have dealt with
 * @param passed builds that passed every step and wait to be published
 * @param rejected windows that a checkpoint refused
 * @param failed windows whose build failed
 * @param published windows that another workflow published meanwhile
 * @param replan windows to be planned again
 */
public record Settled(
    int windows, List<BuildId> passed, int rejected, int failed, int published, int replan) {
  static final Settled NOTHING = new Settled(0, List.of(), 0, 0, 0, 0);

  public Settled {
    passed = List.copyOf(passed);
  }
}
