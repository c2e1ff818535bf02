package io.penstock.contracts.build;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Steps that transform-service takes. Each is idempotent: whoever finishes first writes the outcome
 * object, everyone else returns it. Long ones heartbeat and stop when cancelled. Failures carry
 * their kind as the type of the Temporal failure.
 */
@ActivityInterface
public interface TransformActivities {
  /** The task queue of these activities. */
  String TASK_QUEUE = "penstock-transform";

  /**
   * Decodes, upgrades, types and orders the raw rows of the window; what fails goes to quarantine.
   */
  @ActivityMethod(name = "conform")
  StepResult conform(PlannedBuild build);

  /** Removes duplicates, runs the SQL and writes one file per partition. */
  @ActivityMethod(name = "transform")
  StepResult transform(PlannedBuild build);
}
