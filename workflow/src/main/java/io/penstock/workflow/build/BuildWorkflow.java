package io.penstock.workflow.build;

import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Sha256;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Makes some windows of a pipeline, each on its own, and publishes together those that passed. A
 * window that is rejected or fails ends alone.
 */
@WorkflowInterface
public interface BuildWorkflow {

  /** The id of the workflow that makes these builds, whatever their order. */
  static String id(PipelineName pipeline, Collection<PlannedBuild> builds) {
    String all =
        builds.stream().map(build -> build.buildId().hex()).sorted().collect(Collectors.joining());
    return "build/" + pipeline + "/" + Sha256.of(all).short16();
  }

  /**
   * Builds the windows.
   *
   * @return what became of them
   */
  @WorkflowMethod(name = "Build")
  BuildReport build(BuildInput input);

  /** How far it is. */
  @QueryMethod
  BuildProgress progress();
}
