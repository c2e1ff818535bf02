package io.penstock.workflow.catalog;

import io.penstock.contracts.build.PlannedBuild;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is due now, and the settings to build it with. Settings come with every plan because
 * workflow code cannot read them, and so that a changed one reaches workflows that run already.
 *
 * @param builds the builds to make; empty if nothing is due
 * @param settings how to make them
 * @param idleCheck how long to rest without a signal before asking again
 * @param traceparent the trace context of the plan, which the builds belong to; absent if it is not
 *     traced
 */
public record Round(
    List<PlannedBuild> builds,
    BuildSettings settings,
    Duration idleCheck,
    Optional<String> traceparent) {
  public Round {
    builds = List.copyOf(builds);
  }
}
