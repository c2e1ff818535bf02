package io.penstock.catalog.watermark;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When the catalog looks after watermarks by itself. */
@ConfigMapping(prefix = "penstock.catalog.watermark")
public interface WatermarkSettings {
  /** How often idleness is looked at when nothing else happens. */
  @WithDefault("PT1S")
  Duration interval();
}
