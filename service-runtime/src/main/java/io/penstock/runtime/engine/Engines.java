package io.penstock.runtime.engine;

import io.penstock.lake.engine.EngineSettings;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the settings of the engine. */
final class Engines {
  @Produces
  @Singleton
  @DefaultBean
  EngineSettings settings(EngineConfig config) {
    return new EngineSettings(
        ScratchRoot.of(config.scratch(), ProcessHandle.current().pid()),
        config.memoryLimit().asLongValue(),
        config.threads(),
        config.spillLimit().map(MemorySize::asLongValue));
  }
}
