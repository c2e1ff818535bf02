package io.penstock.runtime.temporal;

import io.grpc.StatusRuntimeException;
import io.penstock.runtime.trace.Traces;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a worker for every {@link WorkerRegistration}. Starting them needs Temporal, so it is tried
 * in the background until it succeeds; once started they go on polling by themselves, whatever
 * happens to Temporal.
 */
@Singleton
final class TemporalWorkers {
  private static final Logger LOG = Logger.getLogger(TemporalWorkers.class);

  private final Instance<WorkflowClient> client;
  private final List<WorkerRegistration> registrations;
  private final TemporalConfig config;
  private final Traces traces;

  private volatile @Nullable WorkerFactory factory;
  private @Nullable Thread starter;

  TemporalWorkers(
      Instance<WorkflowClient> client,
      Instance<WorkerRegistration> registrations,
      TemporalConfig config,
      Traces traces) {
    this.client = client;
    this.registrations = registrations.stream().toList();
    this.config = config;
    this.traces = traces;
  }

  /** Whether this service works for Temporal at all. */
  boolean needed() {
    return !registrations.isEmpty();
  }

  /** Whether the workers poll. */
  boolean started() {
    return factory != null;
  }

  void start(@Observes StartupEvent event) {
    if (needed()) {
      starter = Thread.ofVirtual().name("temporal-workers-start").start(this::startWhenPossible);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (starter != null) {
      starter.interrupt();
    }
    WorkerFactory made = factory;
    if (made != null) {
      stop(made);
    }
  }

  private void stop(WorkerFactory made) {
    try {
      made.shutdown();
      made.awaitTermination(config.shutdownTimeout().toMillis(), TimeUnit.MILLISECONDS);
      made.shutdownNow();
      made.awaitTermination(1, TimeUnit.SECONDS);
    } catch (StatusRuntimeException e) {
      // Temporal is away and cannot be told; it finds out by missing heartbeats.
      LOG.debugf("stopped without telling Temporal: %s", e.getStatus().getCode());
    }
  }

  private void startWhenPossible() {
    boolean told = false;
    try {
      while (factory == null) {
        try {
          WorkerFactory made = factory(client.get(), registrations, traces);
          made.start();
          factory = made;
          LOG.infof("Polling Temporal at %s", config.address());
        } catch (StatusRuntimeException e) {
          if (!told) {
            LOG.warnf(
                "Temporal at %s does not answer (%s); trying on",
                config.address(), e.getStatus().getCode());
            told = true;
          }
          Thread.sleep(config.retryInterval());
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("stopped before Temporal answered");
    }
  }

  /** A factory with all workers, not started. Asks the server what it is. */
  static WorkerFactory factory(
      WorkflowClient client, List<WorkerRegistration> registrations, Traces traces) {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                // The last one is the outermost.
                .setWorkerInterceptors(
                    new FailureInterceptor(), new ActivityWork(traces), new WorkflowTrace())
                .build());
    boolean inMemory = isInMemory(client.getWorkflowServiceStubs());
    for (WorkerRegistration registration : registrations) {
      WorkerOptions options = registration.options();
      registration.register(
          factory.newWorker(
              registration.taskQueue(), inMemory ? withoutStickiness(options) : options));
    }
    return factory;
  }

  /**
   * A server prefers to send a workflow's tasks to the worker that has it cached. The in-memory one
   * sends them there for ever, even after that worker was killed, and the workflow stands still.
   * This way they go to whoever asks, with the whole history.
   */
  private static WorkerOptions withoutStickiness(WorkerOptions options) {
    return WorkerOptions.newBuilder(options)
        .setStickyQueueScheduleToStartTimeout(Duration.ZERO)
        .build();
  }

  /** The in-memory server is the one that has no version. */
  private static boolean isInMemory(WorkflowServiceStubs stubs) {
    return stubs
        .blockingStub()
        .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
        .getServerVersion()
        .isEmpty();
  }
}
