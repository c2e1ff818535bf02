package io.penstock.validation.checkpoint;

import io.penstock.contracts.build.CheckActivities;
import io.penstock.runtime.temporal.WorkerRegistration;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import jakarta.inject.Singleton;

/** Offers the checkpoints to Temporal. */
@Singleton
final class CheckWorker implements WorkerRegistration {
  private final Checks checks;
  private final ValidationConfig config;

  CheckWorker(Checks checks, ValidationConfig config) {
    this.checks = checks;
    this.config = config;
  }

  @Override
  public String taskQueue() {
    return CheckActivities.TASK_QUEUE;
  }

  @Override
  public void register(Worker worker) {
    worker.registerActivitiesImplementations(checks);
  }

  @Override
  public WorkerOptions options() {
    return WorkerRegistration.defaults(config.concurrency()).build();
  }
}
