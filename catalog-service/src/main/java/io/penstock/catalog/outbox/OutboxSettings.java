package io.penstock.catalog.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How events leave the catalog. */
@ConfigMapping(prefix = "penstock.catalog.outbox")
public interface OutboxSettings {
  /** How long to rest when there is nothing to send. */
  @WithDefault("PT0.2S")
  Duration interval();

  /** How long to rest after Kafka did not answer. */
  @WithDefault("PT2S")
  Duration retryInterval();

  /**
   * For how long a batch of events is left to the replica that took it. Longer than Kafka may take
   * to acknowledge it.
   */
  @WithDefault("PT30S")
  Duration claim();

  /** Topic-partitions of the topic of events, if the catalog has to create it. */
  @WithDefault("3")
  int topicPartitions();
}
