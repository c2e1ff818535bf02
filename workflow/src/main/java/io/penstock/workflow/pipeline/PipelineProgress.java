package io.penstock.workflow.pipeline;

import io.penstock.workflow.build.BuildReport;
import java.util.Optional;

/**
 * What the workflow of a pipeline has done.
 *
 * @param rounds build workflows that it has run
 * @param published windows published
 * @param rejected windows that a checkpoint refused
 * @param failed windows whose build failed
 * @param version the newest version published, if any
 */
public record PipelineProgress(
    long rounds, long published, long rejected, long failed, Optional<Long> version) {
  static final PipelineProgress NONE = new PipelineProgress(0, 0, 0, 0, Optional.empty());

  PipelineProgress plus(BuildReport report) {
    return new PipelineProgress(
        rounds + 1,
        published + report.published(),
        rejected + report.rejected(),
        failed + report.failed(),
        report.version().or(() -> version));
  }
}
