package io.penstock.cli.system;

import java.util.concurrent.locks.LockSupport;

/** While it is open, Ctrl-C stops a system before this process ends. */
public final class StopOnInterrupt implements AutoCloseable {
  private final Thread stop;

  public StopOnInterrupt(LocalSystem system) {
    this.stop = new Thread(system::down, "stop");
    Runtime.getRuntime().addShutdownHook(stop);
  }

  /**
   * Ctrl-C stops nothing any longer. Does not return if it was pressed already: the command has
   * nothing more to say, least of all that what it waits for has gone, and the process ends as soon
   * as everything is stopped.
   */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      while (true) {
        LockSupport.park();
      }
    }
  }
}
