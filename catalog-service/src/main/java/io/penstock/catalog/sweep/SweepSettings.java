package io.penstock.catalog.sweep;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When the sweeper runs by itself. */
@ConfigMapping(prefix = "penstock.catalog.sweep")
public interface SweepSettings {
  /**
   * How often orphans are deleted, such as {@code 6h}; {@code off} for only when it is asked for.
   */
  @WithDefault("off")
  String every();

  /**
   * Objects younger than this are left alone, because whoever wrote them may be about to refer to
   * them. Longer than a batch or a publication takes from its first object to its commit.
   */
  @WithDefault("PT1H")
  Duration grace();
}
