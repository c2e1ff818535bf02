package io.penstock.workflow.pipeline;

import io.penstock.contracts.id.PipelineName;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * The one workflow of a pipeline. It asks the catalog what is due, has it built, one build workflow
 * at a time, and rests when nothing is due until somebody wakes it. It never ends by itself, except
 * if the catalog does not know the pipeline. It keeps nothing that the catalog does not know:
 * started anew, it goes on where it was.
 */
@WorkflowInterface
public interface PipelineWorkflow {

  /** The id of the workflow of a pipeline. */
  static String id(PipelineName pipeline) {
    return "pipeline/" + pipeline;
  }

  /** Builds what is due, again and again. */
  @WorkflowMethod(name = "Pipeline")
  void run(PipelineInput input);

  /** Says that something may be due. Never lost: whatever it does now, it asks again afterwards. */
  @SignalMethod
  void wake();

  /** What it does now. */
  @QueryMethod
  PipelineStatus status();

  /** What it has done since it was first started. */
  @QueryMethod
  PipelineProgress progress();
}
