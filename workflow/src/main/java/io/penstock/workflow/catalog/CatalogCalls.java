package io.penstock.workflow.catalog;

import io.penstock.contracts.build.BuildEnd;
import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.Publication;
import io.penstock.contracts.catalog.CatalogApi;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.PipelineName;
import io.penstock.runtime.failpoint.Failpoint;
import io.penstock.runtime.temporal.ActivityHeartbeat;
import io.penstock.runtime.trace.Traces;
import io.penstock.workflow.WorkflowConfig;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.function.Supplier;

/** The activities, by the catalog's REST API. */
@Singleton
public final class CatalogCalls implements CatalogActivities {
  private final CatalogApi catalog;
  private final WorkflowConfig config;

  CatalogCalls(CatalogApi catalog, WorkflowConfig config) {
    this.catalog = catalog;
    this.config = config;
  }

  @Override
  public Round plan(PipelineName pipeline) {
    return beating(() -> planNow(pipeline));
  }

  private Round planNow(PipelineName pipeline) {
    Failpoint.hit("workflow.before-plan");
    Round round =
        new Round(
            catalog.plan(pipeline.value(), config.windowsPerBuild()),
            new BuildSettings(
                config.windowsInParallel(), config.heartbeatTimeout(), config.stepTimeout()),
            config.idleCheck(),
            Traces.current());
    Failpoint.hit("workflow.after-plan");
    return round;
  }

  @Override
  public Publication publish(PipelineName pipeline, Publication.Request request) {
    return beating(() -> publishNow(pipeline, request));
  }

  private Publication publishNow(PipelineName pipeline, Publication.Request request) {
    Failpoint.hit("workflow.before-publish");
    Publication publication = catalog.publish(pipeline.value(), request);
    Failpoint.hit("workflow.after-publish");
    return publication;
  }

  @Override
  public BuildState endBuild(BuildId build, BuildEnd end) {
    return beating(() -> endBuildNow(build, end));
  }

  private BuildState endBuildNow(BuildId build, BuildEnd end) {
    BuildState state = catalog.build(build.hex()).state();
    return switch (state) {
      case PUBLISHED, SUPERSEDED -> state;
      case PLANNED, REJECTED, FAILED -> {
        catalog.endBuild(build.hex(), end);
        yield end.rejection() ? BuildState.REJECTED : BuildState.FAILED;
      }
    };
  }

  @Override
  public BuildRequestReceipt requestBuilds(BuildRequest request) {
    PipelineName pipeline =
        request
            .pipeline()
            .orElseThrow(
                () -> PenstockException.internal("no-pipeline", "the request names no pipeline"));
    return beating(() -> catalog.requestBuilds(pipeline.value(), request));
  }

  @Override
  public BuildRequestReceipt buildRequest(UUID id) {
    return beating(() -> catalog.buildRequest(id));
  }

  /** Shows that this service lives while it waits for an answer, so that its end is noticed. */
  private static <T> T beating(Supplier<T> call) {
    try (ActivityHeartbeat heartbeat = ActivityHeartbeat.start(() -> {})) {
      heartbeat.progress("waiting for the catalog");
      return call.get();
    }
  }
}
