package io.penstock.contracts.build;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Steps that validation-service takes. Each is idempotent: whoever finishes first writes the
 * outcome object, everyone else returns it. Long ones heartbeat and stop when cancelled. Failures
 * carry their kind as the type of the Temporal failure.
 */
@ActivityInterface
public interface CheckActivities {
  /** The task queue of these activities. */
  String TASK_QUEUE = "penstock-validation";

  /** Checks the conformed rows; a critical failure rejects the window. */
  @ActivityMethod(name = "check-conformed")
  StepResult checkConformed(PlannedBuild build);

  /** Checks the files that are to be published. */
  @ActivityMethod(name = "check-output")
  StepResult checkOutput(PlannedBuild build);
}
