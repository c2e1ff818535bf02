package io.penstock.runtime.temporal;

import io.quarkus.arc.DefaultBean;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Makes the connection to Temporal. Making it does not need Temporal to be there. */
final class TemporalClients {
  /** gRPC waits ever longer between attempts to connect; starting over bounds that. */
  private static final Duration BACKOFF_RESET = Duration.ofSeconds(2);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  @Produces
  @Singleton
  @DefaultBean
  WorkflowServiceStubs stubs(TemporalConfig config) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(config.address())
            .setConnectionBackoffResetFrequency(BACKOFF_RESET)
            .build());
  }

  void close(@Disposes WorkflowServiceStubs stubs) {
    stubs.shutdownNow();
    stubs.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Produces
  @Singleton
  @DefaultBean
  WorkflowClient client(WorkflowServiceStubs stubs, TemporalConfig config) {
    return WorkflowClient.newInstance(
        stubs,
        WorkflowClientOptions.newBuilder()
            .setNamespace(config.namespace())
            .setDataConverter(Payloads.converter())
            .build());
  }
}
