package io.penstock.workflow;

import io.penstock.contracts.failure.FailureKind;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/**
 * How activities are tried: what another attempt may mend is tried for as long as it takes, with
 * pauses that grow up to a limit; what it cannot mend fails at once.
 */
public final class ActivityDefaults {
  /** The task queue of the workflows and of the activities that this service runs itself. */
  public static final String TASK_QUEUE = "penstock";

  private static final Duration RETRY_FIRST = Duration.ofSeconds(1);
  private static final Duration RETRY_MAX = Duration.ofSeconds(15);
  private static final double RETRY_GROWTH = 2;

  /** Above the time that the catalog's client waits for an answer. */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(90);

  /** After this a killed service is noticed. */
  private static final Duration CALL_HEARTBEAT = Duration.ofSeconds(10);

  private ActivityDefaults() {}

  /** Options for a short call that this service makes itself. */
  public static ActivityOptions call() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TASK_QUEUE)
        .setStartToCloseTimeout(CALL_TIMEOUT)
        .setHeartbeatTimeout(CALL_HEARTBEAT)
        .setRetryOptions(retry())
        .build();
  }

  /** Options for a long step in another service, which is told to stop and waited for. */
  public static ActivityOptions step(String taskQueue, Duration timeout, Duration heartbeat) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(taskQueue)
        .setStartToCloseTimeout(timeout)
        .setHeartbeatTimeout(heartbeat)
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setRetryOptions(retry())
        .build();
  }

  private static RetryOptions retry() {
    return RetryOptions.newBuilder()
        .setInitialInterval(RETRY_FIRST)
        .setBackoffCoefficient(RETRY_GROWTH)
        .setMaximumInterval(RETRY_MAX)
        .setDoNotRetry(FailureKind.USER.name(), FailureKind.INTERNAL.name())
        .build();
  }
}
