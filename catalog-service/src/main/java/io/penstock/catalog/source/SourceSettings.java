package io.penstock.catalog.source;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the catalog takes for a sign of life, and for a sign of loss. */
@ConfigMapping(prefix = "penstock.catalog.source")
public interface SourceSettings {
  /**
   * Progress reports of a topic-partition that are further apart prove nothing about the time
   * between them: its idleness is measured anew. A few times the interval of ingest's reports.
   */
  @WithDefault("PT5S")
  Duration reportGapMax();

  /**
   * How long Kafka must have said that a log ends before the landed position until the
   * topic-partition is stopped as truncated. Longer than a report can be on its way.
   */
  @WithDefault("PT3S")
  Duration truncationConfirmation();
}
