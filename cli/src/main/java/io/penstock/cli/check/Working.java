package io.penstock.cli.check;

import io.penstock.cli.console.Console;
import java.time.Duration;
import java.time.Instant;

/** Says on standard error what takes its time, from the second on in which it does. */
final class Working implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Console console;
  private final Instant since = Instant.now();
  private final Thread ticks = Thread.ofVirtual().unstarted(this::tick);
  private volatile String what;

  private Working(Console console, String what) {
    this.console = console;
    this.what = what;
  }

  static Working start(Console console, String what) {
    Working working = new Working(console, what);
    working.ticks.start();
    return working;
  }

  /** The next thing. */
  void on(String next) {
    what = next;
  }

  private void tick() {
    try {
      while (true) {
        Thread.sleep(TICK);
        console.progress("%s, %d s".formatted(what, elapsed().toSeconds()));
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** The time since the start. */
  Duration elapsed() {
    return Duration.between(since, Instant.now());
  }

  @Override
  public void close() {
    ticks.interrupt();
  }
}
