package io.penstock.workflow.pipeline;

import io.penstock.contracts.id.PipelineName;

/**
 * What the workflow of a pipeline starts with.
 *
 * @param pipeline the pipeline
 * @param progress what its earlier runs have done
 * @param fruitless rounds in a row, up to now, that settled no window
 */
public record PipelineInput(PipelineName pipeline, PipelineProgress progress, int fruitless) {
  /** The input of a first run. */
  public static PipelineInput of(PipelineName pipeline) {
    return new PipelineInput(pipeline, PipelineProgress.NONE, 0);
  }
}
