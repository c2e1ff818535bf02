package io.penstock.catalog.metrics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the catalog's state becomes metrics. */
@ConfigMapping(prefix = "penstock.catalog.metrics")
public interface MetricsSettings {
  /** How often the state is looked at; metrics are at most this old. */
  @WithDefault("PT15S")
  Duration interval();
}
