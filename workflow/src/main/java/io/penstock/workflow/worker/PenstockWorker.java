package io.penstock.workflow.worker;

import io.penstock.runtime.temporal.WorkerRegistration;
import io.penstock.workflow.ActivityDefaults;
import io.penstock.workflow.build.BuildRun;
import io.penstock.workflow.catalog.CatalogCalls;
import io.penstock.workflow.pipeline.PipelineRun;
import io.penstock.workflow.request.RequestBuildRun;
import io.penstock.workflow.trigger.PipelineWaker;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import jakarta.inject.Singleton;

/** The worker of task queue {@code penstock}: all workflows, and the calls that they make. */
@Singleton
final class PenstockWorker implements WorkerRegistration {
  private static final int CALLS_MAX = 8;

  private final CatalogCalls catalog;
  private final PipelineWaker waker;

  PenstockWorker(CatalogCalls catalog, PipelineWaker waker) {
    this.catalog = catalog;
    this.waker = waker;
  }

  @Override
  public String taskQueue() {
    return ActivityDefaults.TASK_QUEUE;
  }

  @Override
  public void register(Worker worker) {
    worker.registerWorkflowImplementationTypes(
        PipelineRun.class, BuildRun.class, RequestBuildRun.class);
    worker.registerActivitiesImplementations(catalog, waker);
  }

  @Override
  public WorkerOptions options() {
    return WorkerRegistration.defaults(CALLS_MAX).build();
  }
}
