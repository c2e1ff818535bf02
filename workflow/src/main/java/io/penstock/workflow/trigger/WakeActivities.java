package io.penstock.workflow.trigger;

import io.penstock.contracts.id.PipelineName;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What a workflow does to another one that may not run yet. */
@ActivityInterface
public interface WakeActivities {
  /** Wakes the workflow of a pipeline; starts it if it does not run. */
  @ActivityMethod(name = "wake-pipeline")
  void wake(PipelineName pipeline);
}
