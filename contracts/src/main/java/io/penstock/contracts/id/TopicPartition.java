package io.penstock.contracts.id;

import java.util.Comparator;

/** One Kafka topic-partition, by the topic's id: what a position belongs to. */
public record TopicPartition(TopicId topicId, int partition) implements Comparable<TopicPartition> {
  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topicId).thenComparingInt(TopicPartition::partition);

  public TopicPartition {
    if (partition < 0) {
      throw new IllegalArgumentException("negative partition " + partition);
    }
  }

  @Override
  public int compareTo(TopicPartition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return topicId + "/" + partition;
  }
}
