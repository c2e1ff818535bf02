package io.penstock.transform.engine;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import java.util.function.Function;

/**
 * Does without several threads where they need more memory than there is. Two threads that write a
 * sorted file hold what each is ahead of the other, and the engine does not spill that: 400,000
 * rows of 1.3 kB took more than 256 MiB with two, and went through with one. No result depends on
 * the number of threads.
 */
public final class FewerThreads {
  private FewerThreads() {}

  /**
   * Does some work, and where memory does not suffice once more with one thread.
   *
   * @param work opens a session of its own with the settings it is given
   * @throws PenstockException what the last attempt fails with
   */
  public static <T> T take(EngineSettings settings, Function<EngineSettings, T> work) {
    try {
      return work.apply(settings);
    } catch (PenstockException e) {
      if (!e.code().equals(EngineSession.OUT_OF_MEMORY) || settings.threads() == 1) {
        throw e;
      }
      return work.apply(settings.withThreads(1));
    }
  }
}
