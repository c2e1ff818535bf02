package io.penstock.contracts.dataset;

import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.PipelineName;
import java.util.Optional;

/** A dataset and its newest version. */
public record DatasetDescription(
    DatasetName name, PipelineName pipeline, String location, Optional<VersionDescription> head) {}
