package io.penstock.workflow.trigger;

import static io.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;

import io.grpc.StatusRuntimeException;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.PipelineName;
import io.penstock.workflow.ActivityDefaults;
import io.penstock.workflow.pipeline.PipelineInput;
import io.penstock.workflow.pipeline.PipelineWorkflow;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import jakarta.inject.Singleton;

/** Wakes the workflows of pipelines, starting those that do not run. */
@Singleton
public final class PipelineWaker implements WakeActivities {
  private final WorkflowClient temporal;

  PipelineWaker(WorkflowClient temporal) {
    this.temporal = temporal;
  }

  /**
   * Wakes the workflow of a pipeline; one that ended, failed or never was is started.
   *
   * @throws PenstockException EXTERNAL {@code temporal-unavailable}
   */
  @Override
  public void wake(PipelineName pipeline) {
    PipelineWorkflow workflow =
        temporal.newWorkflowStub(
            PipelineWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(PipelineWorkflow.id(pipeline))
                .setTaskQueue(ActivityDefaults.TASK_QUEUE)
                .build());
    try {
      BatchRequest both = temporal.newSignalWithStartRequest();
      both.add(workflow::run, PipelineInput.of(pipeline));
      both.add(workflow::wake);
      temporal.signalWithStart(both);
    } catch (StatusRuntimeException | WorkflowException e) {
      throw PenstockException.external(
          "temporal-unavailable", "Temporal did not take the signal for " + pipeline, e);
    }
  }

  /**
   * Wakes the workflow of a pipeline unless it is busy: a busy one asks again by itself before it
   * rests, and every signal makes its history longer.
   */
  void wakeUnlessBusy(PipelineName pipeline) {
    if (!busy(pipeline)) {
      wake(pipeline);
    }
  }

  /**
   * Whether the workflow has something under way. Told by its description, which no worker is
   * needed for; a query would be, and one whose worker is killed holds up the workflow itself on
   * the in-memory server.
   */
  private boolean busy(PipelineName pipeline) {
    try {
      WorkflowExecutionDescription description =
          temporal.newUntypedWorkflowStub(PipelineWorkflow.id(pipeline)).describe();
      return description.getStatus() == WORKFLOW_EXECUTION_STATUS_RUNNING
          && (description.getRawDescription().getPendingActivitiesCount() > 0
              || description.getRawDescription().getPendingChildrenCount() > 0);
    } catch (WorkflowNotFoundException e) {
      return false;
    } catch (StatusRuntimeException | WorkflowException e) {
      throw PenstockException.external(
          "temporal-unavailable", "Temporal did not say what " + pipeline + " does", e);
    }
  }
}
