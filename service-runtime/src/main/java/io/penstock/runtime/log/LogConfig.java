package io.penstock.runtime.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the log looks like. It goes to standard output. */
@ConfigMapping(prefix = "penstock.log")
public interface LogConfig {
  /** Each line is a JSON object, for programs, and not text, for people; so in our images. */
  @WithDefault("false")
  boolean json();
}
