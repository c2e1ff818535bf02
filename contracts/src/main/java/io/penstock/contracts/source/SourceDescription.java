package io.penstock.contracts.source;

import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.pipeline.PrivacySpec;
import io.penstock.contracts.pipeline.SourceSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A registered source.
 *
 * @param spec its definition
 * @param privacy the rules to apply before landing; empty unless it lands masked
 * @param windowings every way in which its rows must be counted
 * @param topicPartitions what the catalog knows about its topic-partitions
 * @param watermark no window that ends at or before it gets rows in time
 * @param completion its declared end, if it is bounded
 * @param seq sequence number of its latest batch, 0 if there is none
 */
public record SourceDescription(
    SourceSpec spec,
    List<PrivacySpec> privacy,
    List<Windowing> windowings,
    List<PartitionState> topicPartitions,
    Optional<Instant> watermark,
    Optional<Completion> completion,
    long seq) {
  public SourceDescription {
    privacy = List.copyOf(privacy);
    windowings = List.copyOf(windowings);
    topicPartitions = List.copyOf(topicPartitions);
  }
}
