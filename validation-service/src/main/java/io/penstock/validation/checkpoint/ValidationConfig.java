package io.penstock.validation.checkpoint;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much validation-service does at a time. */
@ConfigMapping(prefix = "penstock.validation")
public interface ValidationConfig {
  /** Checkpoints that run at a time, each in an engine session of its own with one thread. */
  @WithDefault("2")
  int concurrency();
}
