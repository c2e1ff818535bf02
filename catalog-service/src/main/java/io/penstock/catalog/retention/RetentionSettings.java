package io.penstock.catalog.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How long raw batches and quarantined rows are kept; for ever unless set. */
@ConfigMapping(prefix = "penstock.catalog.retention")
public interface RetentionSettings {
  /** How often what is too old is deleted, such as {@code 24h}; {@code off} for only on request. */
  @WithDefault("off")
  String every();

  /**
   * Age at which a raw batch is deleted if no version and no window needs it, such as {@code P90D}.
   */
  Optional<Duration> raw();

  /** Age at which quarantined rows are deleted, such as {@code P30D}. */
  Optional<Duration> quarantine();
}
