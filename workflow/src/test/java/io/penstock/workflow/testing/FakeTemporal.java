package io.penstock.workflow.testing;

import io.penstock.contracts.build.CheckActivities;
import io.penstock.contracts.build.TransformActivities;
import io.penstock.contracts.id.PipelineName;
import io.penstock.runtime.temporal.FailureInterceptor;
import io.penstock.runtime.temporal.Payloads;
import io.penstock.runtime.temporal.WorkerRegistration;
import io.penstock.workflow.ActivityDefaults;
import io.penstock.workflow.build.BuildRun;
import io.penstock.workflow.pipeline.PipelineInput;
import io.penstock.workflow.pipeline.PipelineRun;
import io.penstock.workflow.pipeline.PipelineWorkflow;
import io.penstock.workflow.request.RequestBuildRun;
import io.penstock.workflow.trigger.WakeActivities;
import io.penstock.workflow.worker.PenstockWorker;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Temporal in memory, where time passes at once, with our workflows and faked activities. */
public final class FakeTemporal implements AutoCloseable {
  public final FakeCatalog catalog = new FakeCatalog();
  public final FakeSteps steps = new FakeSteps();
  private final List<PipelineName> woken = new CopyOnWriteArrayList<>();
  private final TestWorkflowEnvironment environment;
  private final Worker worker;

  public FakeTemporal() {
    this(true);
  }

  /**
   * @param adoptChanges whether workflows take the steps that this release changed
   */
  public FakeTemporal(boolean adoptChanges) {
    environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new FailureInterceptor())
                        .build())
                .build());
    worker =
        environment.newWorker(ActivityDefaults.TASK_QUEUE, PenstockWorker.options(adoptChanges));
    worker.registerWorkflowImplementationTypes(
        PipelineRun.class, BuildRun.class, RequestBuildRun.class);
    worker.registerActivitiesImplementations(catalog, (WakeActivities) woken::add);
    environment
        .newWorker(
            TransformActivities.TASK_QUEUE,
            // Real ones throttle heartbeats; here a cancellation is to be seen at once.
            WorkerRegistration.defaults(8)
                .setMaxHeartbeatThrottleInterval(Duration.ofMillis(50))
                .build())
        .registerActivitiesImplementations(steps);
    environment.newWorker(CheckActivities.TASK_QUEUE).registerActivitiesImplementations(steps);
    environment.start();
  }

  public TestWorkflowEnvironment environment() {
    return environment;
  }

  public WorkflowClient client() {
    return environment.getWorkflowClient();
  }

  /** The worker that runs workflows, for replays. */
  public Worker worker() {
    return worker;
  }

  /** The pipelines that a workflow woke. */
  public List<PipelineName> woken() {
    return woken;
  }

  /** A stub of a workflow that is to be started. */
  public <T> T workflow(Class<T> type, String id) {
    return client()
        .newWorkflowStub(
            type,
            WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(ActivityDefaults.TASK_QUEUE)
                .build());
  }

  /** Starts the workflow of the flights pipeline. */
  public PipelineWorkflow startFlights() {
    PipelineWorkflow workflow =
        workflow(PipelineWorkflow.class, PipelineWorkflow.id(Builds.FLIGHTS));
    WorkflowClient.start(workflow::run, PipelineInput.of(Builds.FLIGHTS));
    return workflow;
  }

  @Override
  public void close() {
    environment.close();
  }
}
