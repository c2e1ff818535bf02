package io.penstock.ingest.status;

import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.id.TopicId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One source.
 *
 * @param source its name
 * @param topic its topic
 * @param topicId the topic's id, once it was found
 * @param lastError what went wrong last, if nothing went well since
 * @param partitions the topic-partitions that this instance reads
 */
public record SourceStatus(
    SourceName source,
    String topic,
    Optional<TopicId> topicId,
    Optional<String> lastError,
    List<PartitionStatus> partitions) {
  public SourceStatus {
    partitions = List.copyOf(partitions);
  }

  /** The same with the ends of logs, by partition. */
  public SourceStatus withLogEnds(Map<Integer, Long> ends) {
    return new SourceStatus(
        source,
        topic,
        topicId,
        lastError,
        partitions.stream()
            .map(p -> p.withLogEnd(Optional.ofNullable(ends.get(p.partition()))))
            .toList());
  }
}
