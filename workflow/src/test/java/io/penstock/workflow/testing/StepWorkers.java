package io.penstock.workflow.testing;

import io.penstock.contracts.build.CheckActivities;
import io.penstock.contracts.build.TransformActivities;
import io.penstock.runtime.temporal.FailureInterceptor;
import io.penstock.runtime.temporal.Payloads;
import io.penstock.runtime.temporal.WorkerRegistration;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Stands in for transform-service and validation-service on a real Temporal. */
public final class StepWorkers implements AutoCloseable {
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final WorkerFactory factory;

  public StepWorkers(String temporalAddress, FakeSteps steps) {
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(temporalAddress)
                .setConnectionBackoffResetFrequency(Duration.ofSeconds(1))
                .build());
    client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
    factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new FailureInterceptor())
                .build());
    for (String queue : new String[] {TransformActivities.TASK_QUEUE, CheckActivities.TASK_QUEUE}) {
      factory
          .newWorker(queue, WorkerRegistration.defaults(8).build())
          .registerActivitiesImplementations(steps);
    }
    factory.start();
  }

  public WorkflowClient client() {
    return client;
  }

  @Override
  public void close() {
    factory.shutdownNow();
    factory.awaitTermination(5, TimeUnit.SECONDS);
    stubs.shutdownNow();
  }
}
