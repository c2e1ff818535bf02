package io.penstock.runtime.temporal;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready if Temporal answers and the workers poll it. */
@Readiness
@Singleton
final class TemporalReadiness implements HealthCheck {
  private static final long DEADLINE_SECONDS = 2;

  private final TemporalWorkers workers;
  private final Instance<WorkflowServiceStubs> stubs;
  private final TemporalConfig config;

  TemporalReadiness(
      TemporalWorkers workers, Instance<WorkflowServiceStubs> stubs, TemporalConfig config) {
    this.workers = workers;
    this.stubs = stubs;
    this.config = config;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("temporal").withData("address", config.address());
    if (!workers.needed()) {
      return response.withData("state", "not used by this service").up().build();
    }
    try {
      stubs
          .get()
          .blockingStub()
          .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      return response
          .withData("state", "does not answer: " + e.getStatus().getCode())
          .down()
          .build();
    }
    return response
        .withData("state", workers.started() ? "workers poll" : "workers are starting")
        .status(workers.started())
        .build();
  }
}
