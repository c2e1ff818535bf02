package io.penstock.catalog.plan;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When windows that got late rows are built again. */
@ConfigMapping(prefix = "penstock.catalog.late")
public interface LateSettings {
  /** How long a stale window waits after its newest late batch for more of them. */
  @WithDefault("PT5S")
  Duration debounce();

  /** A stale window is built again after this time however often late batches come. */
  @WithDefault("PT1M")
  Duration debounceMax();
}
