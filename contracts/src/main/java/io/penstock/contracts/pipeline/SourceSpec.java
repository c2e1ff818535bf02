package io.penstock.contracts.pipeline;

import io.penstock.contracts.id.SourceName;
import java.time.Duration;
import java.util.List;

/**
 * The stream that a pipeline reads.
 *
 * @param name name of the source; by default the topic's. Pipelines with the same source share it
 * @param topic the Kafka topic
 * @param format how payloads are written
 * @param eventTime where events carry their time; the first whose field is present counts
 * @param outOfOrderness how far behind the latest event time the watermark stays
 * @param idleTimeout how long a topic-partition must be read to its end before the watermark leaves
 *     it out
 * @param maxSkew how far ahead of the clock an event time may lie
 * @param landing whether privacy rules are applied before landing
 */
public record SourceSpec(
    SourceName name,
    String topic,
    SourceFormat format,
    List<EventTimeSpec> eventTime,
    Duration outOfOrderness,
    Duration idleTimeout,
    Duration maxSkew,
    Landing landing) {
  public static final Duration OUT_OF_ORDERNESS_DEFAULT = Duration.ofMinutes(5);
  public static final Duration IDLE_TIMEOUT_DEFAULT = Duration.ofSeconds(60);
  public static final Duration MAX_SKEW_DEFAULT = Duration.ofDays(1);

  public SourceSpec {
    eventTime = List.copyOf(eventTime);
    if (eventTime.isEmpty()) {
      throw new IllegalArgumentException("a source needs an event time");
    }
  }
}
