package io.penstock.workflow.worker;

import io.penstock.runtime.temporal.WorkerRegistration;
import io.penstock.workflow.ActivityDefaults;
import io.penstock.workflow.WorkflowConfig;
import io.penstock.workflow.build.BuildRun;
import io.penstock.workflow.catalog.CatalogCalls;
import io.penstock.workflow.pipeline.PipelineRun;
import io.penstock.workflow.request.RequestBuildRun;
import io.penstock.workflow.trigger.PipelineWaker;
import io.temporal.worker.VersionPreference;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import jakarta.inject.Singleton;

/** The worker of task queue {@code penstock}: all workflows, and the calls that they make. */
@Singleton
public final class PenstockWorker implements WorkerRegistration {
  private static final int CALLS_MAX = 8;

  private final CatalogCalls catalog;
  private final PipelineWaker waker;
  private final WorkflowConfig config;

  PenstockWorker(CatalogCalls catalog, PipelineWaker waker, WorkflowConfig config) {
    this.catalog = catalog;
    this.waker = waker;
    this.config = config;
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
    return options(config.adoptChanges());
  }

  /**
   * The same for a worker that does or does not take changed steps. A workflow keeps to what it
   * began with, whatever the worker that goes on with it would do.
   */
  public static WorkerOptions options(boolean adoptChanges) {
    WorkerOptions.Builder options = WorkerRegistration.defaults(CALLS_MAX);
    if (!adoptChanges) {
      // A step whose older form is gone is taken as it is.
      options.setPreferredVersionProvider(
          change -> VersionPreference.of(Workflow.DEFAULT_VERSION).clampToSupportedRange());
    }
    return options.build();
  }
}
