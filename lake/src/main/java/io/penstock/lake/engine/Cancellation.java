package io.penstock.lake.engine;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Cancels what runs in a session. DuckDB forgets an interrupt that arrives before a statement has
 * begun, so it is repeated for as long as the statement runs.
 */
final class Cancellation {
  private static final Duration REPEAT = Duration.ofMillis(20);

  private final Deque<Statement> running = new ConcurrentLinkedDeque<>();
  private volatile boolean cancelled;

  /** The statement is about to run. */
  void begin(Statement statement) {
    running.push(statement);
    if (cancelled) {
      throw new CancellationException("the engine was cancelled");
    }
  }

  /** The statement has run, or has never begun. */
  void end(Statement statement) {
    running.remove(statement);
  }

  void cancel() {
    if (!cancelled) {
      cancelled = true;
      Thread.ofVirtual().name("penstock-engine-cancel").start(this::interruptUntilStopped);
    }
  }

  private void interruptUntilStopped() {
    try {
      for (Statement statement = running.peek(); statement != null; statement = running.peek()) {
        interrupt(statement);
        Thread.sleep(REPEAT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void interrupt(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      // The statement has ended and is closed meanwhile.
      return;
    }
  }
}
