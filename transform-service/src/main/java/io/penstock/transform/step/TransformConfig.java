package io.penstock.transform.step;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much transform-service does at a time. */
@ConfigMapping(prefix = "penstock.transform")
public interface TransformConfig {
  /** Steps that run at a time, each in an engine session of its own; no result depends on it. */
  @WithDefault("2")
  int parallel();
}
