package io.penstock.contracts.source;

import io.penstock.contracts.id.TopicId;
import java.util.List;

/**
 * What Kafka's metadata says about a topic: every topic-partition, whether this ingest reads it or
 * not. The catalog answers with the positions to read from.
 */
public record TopicReport(TopicId topicId, List<PartitionReport> partitions) {
  public TopicReport {
    partitions = List.copyOf(partitions);
  }
}
