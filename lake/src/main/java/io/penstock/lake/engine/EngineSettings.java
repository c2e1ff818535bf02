package io.penstock.lake.engine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What one engine session may use. No result depends on it.
 *
 * @param scratchRoot directory below which each session has a directory of its own; created if
 *     absent
 * @param memoryLimitBytes bytes of memory that DuckDB may hold before it spills to scratch
 * @param threads number of threads that one statement may use
 * @param spillLimitBytes bytes that DuckDB may spill; without it, nine tenths of the free disk
 */
public record EngineSettings(
    Path scratchRoot, long memoryLimitBytes, int threads, Optional<Long> spillLimitBytes) {
  private static final long MEMORY_LIMIT_BYTES_MIN = 16L << 20;

  public EngineSettings {
    if (memoryLimitBytes < MEMORY_LIMIT_BYTES_MIN) {
      throw new IllegalArgumentException(
          "an engine session needs at least 16 MiB of memory, but may use " + memoryLimitBytes);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("an engine session needs a thread, but has " + threads);
    }
  }

  /** Settings without a limit of what is spilled. */
  public EngineSettings(Path scratchRoot, long memoryLimitBytes, int threads) {
    this(scratchRoot, memoryLimitBytes, threads, Optional.empty());
  }

  /** The same settings with another number of threads. */
  public EngineSettings withThreads(int threads) {
    return new EngineSettings(scratchRoot, memoryLimitBytes, threads, spillLimitBytes);
  }

  /** The same settings with a limit of what is spilled. */
  public EngineSettings withSpillLimit(long bytes) {
    return new EngineSettings(scratchRoot, memoryLimitBytes, threads, Optional.of(bytes));
  }
}
