package io.penstock.runtime.temporal;

import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;

/**
 * What a service does for Temporal: every bean of this type gets a worker, started at boot or as
 * soon as Temporal answers.
 */
public interface WorkerRegistration {
  /** The task queue to poll. */
  String taskQueue();

  /** Registers workflow types and activities. Activities may block. */
  void register(Worker worker);

  /** Limits of the worker. */
  default WorkerOptions options() {
    return defaults(4).build();
  }

  /**
   * Limits for a worker whose activities are heavy.
   *
   * @param activities how many run at a time
   */
  static WorkerOptions.Builder defaults(int activities) {
    return WorkerOptions.newBuilder()
        .setMaxConcurrentActivityExecutionSize(activities)
        .setMaxConcurrentActivityTaskPollers(Math.min(activities, 2))
        // An activity learns only from the answer to a heartbeat that it was cancelled.
        .setMaxHeartbeatThrottleInterval(Duration.ofSeconds(2));
  }
}
