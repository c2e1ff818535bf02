package io.penstock.workflow.build;

import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.id.PipelineName;
import io.penstock.workflow.catalog.BuildSettings;
import java.util.List;

/**
 * What a build workflow makes.
 *
 * @param pipeline whose windows
 * @param builds the builds, by window
 * @param settings how
 */
public record BuildInput(PipelineName pipeline, List<PlannedBuild> builds, BuildSettings settings) {
  public BuildInput {
    builds = List.copyOf(builds);
  }
}
