package io.penstock.catalog.batch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When the catalog counts batches by windows that came after them. */
@ConfigMapping(prefix = "penstock.catalog.recount")
public interface RecountSettings {
  /** How often it is looked for batches that a new pipeline's windows do not count yet. */
  @WithDefault("PT1S")
  Duration interval();
}
