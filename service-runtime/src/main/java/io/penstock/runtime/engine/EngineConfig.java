package io.penstock.runtime.engine;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** What each DuckDB session of a service may use. */
@ConfigMapping(prefix = "penstock.engine")
public interface EngineConfig {
  /** Memory that a session holds before it spills to scratch, such as {@code 256M}. */
  @WithDefault("256M")
  MemorySize memoryLimit();

  /** Threads that one statement uses at most; no result depends on it. */
  @WithDefault("2")
  int threads();

  /**
   * Disk that a session may spill to, such as {@code 20G}; without it, nine tenths of what is free.
   */
  Optional<MemorySize> spillLimit();

  /** Directory for spilled data and for objects on their way; what is left there may be deleted. */
  @WithDefault("${java.io.tmpdir}/penstock")
  Path scratch();
}
