package io.penstock.contracts.catalog;

import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.pipeline.PipelineSpec;
import java.time.Instant;

/**
 * A registered pipeline.
 *
 * @param specVersion newest version of its spec, from 1
 * @param yaml the spec as it was written
 */
public record PipelineDescription(
    PipelineName name,
    int specVersion,
    Instant registeredAt,
    DatasetName dataset,
    PipelineSpec spec,
    String yaml) {}
