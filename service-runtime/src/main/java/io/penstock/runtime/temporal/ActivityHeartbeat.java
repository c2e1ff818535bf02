package io.penstock.runtime.temporal;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Temporal informed while a long step runs, and stops the step when it is cancelled:
 *
 * <pre>{@code
 * try (EngineSession session = …; var heartbeat = ActivityHeartbeat.start(session::cancel)) {
 *   …
 *   heartbeat.progress(rows);
 * }
 * }</pre>
 *
 * <p>It beats by itself, so that one long statement does not look like a dead worker. Once the step
 * is cancelled (or its worker stops, or Temporal no longer knows it) {@code onCancel} is called
 * once, from another thread, and {@link #progress} throws. The step may also end with a {@link
 * java.util.concurrent.CancellationException}; it means the same.
 */
public final class ActivityHeartbeat implements AutoCloseable {
  private static final Duration INTERVAL_MAX = Duration.ofSeconds(2);
  private static final int BEATS_PER_TIMEOUT = 4;

  private final ActivityExecutionContext context;
  private final Runnable onCancel;
  private final Thread beating;

  private volatile Object progress = 0L;
  private volatile @Nullable ActivityCompletionException cancelled;

  private ActivityHeartbeat(ActivityExecutionContext context, Runnable onCancel) {
    this.context = context;
    this.onCancel = onCancel;
    this.beating = Thread.ofVirtual().name("activity-heartbeat").unstarted(this::beat);
  }

  /** Starts to beat for the activity of the calling thread. */
  public static ActivityHeartbeat start(Runnable onCancel) {
    ActivityHeartbeat heartbeat = new ActivityHeartbeat(Activity.getExecutionContext(), onCancel);
    heartbeat.beating.start();
    return heartbeat;
  }

  /**
   * Says how far the step is.
   *
   * @param details anything the contract's JSON can write, such as a number of rows
   * @throws ActivityCompletionException if the step is to stop; let it pass
   */
  public void progress(Object details) {
    progress = details;
    ActivityCompletionException stop = cancelled;
    if (stop != null) {
      throw stop;
    }
  }

  /** Stops beating. */
  @Override
  public void close() {
    beating.interrupt();
  }

  private void beat() {
    try {
      while (true) {
        context.heartbeat(progress);
        Thread.sleep(interval());
      }
    } catch (ActivityCompletionException e) {
      cancelled = e;
      onCancel.run();
    } catch (InterruptedException e) {
      // Closed: the step has ended.
      return;
    }
  }

  private Duration interval() {
    Duration timeout = context.getInfo().getHeartbeatTimeout();
    Duration interval = timeout.dividedBy(BEATS_PER_TIMEOUT);
    return interval.isZero() || interval.compareTo(INTERVAL_MAX) > 0 ? INTERVAL_MAX : interval;
  }
}
