package io.penstock.catalog.pipeline;

import io.penstock.contracts.pipeline.PipelineSpec;

/** A pipeline with the newest version of its spec. */
public record CurrentPipeline(PipelineRow row, PipelineSpec spec) {}
