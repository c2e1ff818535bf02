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
 * @param settled what earlier runs of the same workflow have settled; those windows are not in
 *     {@code builds}
 */
public record BuildInput(
    PipelineName pipeline, List<PlannedBuild> builds, BuildSettings settings, Settled settled) {
  public BuildInput {
    builds = List.copyOf(builds);
  }

  /** The input of a first run. */
  public static BuildInput of(
      PipelineName pipeline, List<PlannedBuild> builds, BuildSettings settings) {
    return new BuildInput(pipeline, builds, settings, Settled.NOTHING);
  }
}
