package io.penstock.runtime.temporal;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.ScopeCloseException;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.runtime.release.Release;
import io.quarkus.arc.DefaultBean;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Makes the connection to Temporal. Making it does not need Temporal to be there. */
final class TemporalClients {
  private static final Logger LOG = Logger.getLogger(TemporalClients.class);

  /** gRPC waits ever longer between attempts to connect; starting over bounds that. */
  private static final Duration BACKOFF_RESET = Duration.ofSeconds(2);

  /** Temporal's own duration: how old the metrics of workers may be. */
  private static final com.uber.m3.util.Duration METRICS_INTERVAL =
      com.uber.m3.util.Duration.ofSeconds(5);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  @Produces
  @Singleton
  @DefaultBean
  WorkflowServiceStubs stubs(TemporalConfig config, MeterRegistry registry) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(config.address())
            .setMetricsScope(
                new RootScopeBuilder()
                    .reporter(new MicrometerClientStatsReporter(registry))
                    .reportEvery(METRICS_INTERVAL))
            .setConnectionBackoffResetFrequency(BACKOFF_RESET)
            .build());
  }

  void close(@Disposes WorkflowServiceStubs stubs) {
    stubs.shutdownNow();
    stubs.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    try {
      stubs.getOptions().getMetricsScope().close();
    } catch (ScopeCloseException e) {
      LOG.debug("the last metrics of Temporal's client were not counted", e);
    }
  }

  @Produces
  @Singleton
  @DefaultBean
  WorkflowClient client(WorkflowServiceStubs stubs, TemporalConfig config, Release release) {
    return WorkflowClient.newInstance(
        stubs,
        WorkflowClientOptions.newBuilder()
            .setNamespace(config.namespace())
            .setIdentity(release.identity())
            .setDataConverter(Payloads.converter())
            .build());
  }
}
