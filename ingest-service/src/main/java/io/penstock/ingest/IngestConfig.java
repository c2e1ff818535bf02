package io.penstock.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How records become batches. */
@ConfigMapping(prefix = "penstock.ingest")
public interface IngestConfig {
  /** Rows after which a batch is finished. */
  @WithDefault("500000")
  int rollRows();

  /** Bytes of memory after which a batch is finished; its object is a good deal smaller. */
  @WithDefault("64M")
  MemorySize rollBytes();

  /** How long a record waits at most until its batch is finished. */
  @WithDefault("PT10S")
  Duration rollAge();

  /**
   * Bytes of memory that the records of all sources may take until they are written; reading waits
   * when they are used up.
   */
  @WithDefault("128M")
  MemorySize bufferBytes();

  /** How many batches are written at the same time. */
  @WithDefault("2")
  int writers();

  /** How often the catalog is asked for sources; its events make it happen sooner. */
  @WithDefault("PT5S")
  Duration sourcesInterval();

  /** How often a topic's metadata is looked at: for added partitions, and for lost positions. */
  @WithDefault("PT5S")
  Duration topicInterval();

  /** How often positions and ends of logs are reported; half as often while they do not change. */
  @WithDefault("PT1S")
  Duration progressInterval();

  /** How long Kafka waits for a sign of life until others take over a killed ingest's work. */
  @WithDefault("PT10S")
  Duration sessionTimeout();

  /**
   * A name that is this instance's alone and stays the same when it is started again. With it, a
   * restart takes up its work at once, instead of after the session timeout.
   */
  Optional<String> instance();
}
