package io.penstock.transform.step;

import io.penstock.contracts.build.TransformActivities;
import io.penstock.runtime.temporal.WorkerRegistration;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import jakarta.inject.Singleton;

/** Offers the steps to Temporal. */
@Singleton
final class TransformWorker implements WorkerRegistration {
  private final TransformSteps steps;
  private final TransformConfig config;

  TransformWorker(TransformSteps steps, TransformConfig config) {
    this.steps = steps;
    this.config = config;
  }

  @Override
  public String taskQueue() {
    return TransformActivities.TASK_QUEUE;
  }

  @Override
  public void register(Worker worker) {
    worker.registerActivitiesImplementations(steps);
  }

  @Override
  public WorkerOptions options() {
    return WorkerRegistration.defaults(config.parallel()).build();
  }
}
