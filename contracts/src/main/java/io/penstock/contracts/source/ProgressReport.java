package io.penstock.contracts.source;

import io.penstock.contracts.id.TopicPartition;
import java.util.List;

/**
 * What one ingest sees of the topic-partitions it reads, sent about once a second: the basis of
 * idleness and of lag.
 */
public record ProgressReport(List<Progress> partitions) {
  public ProgressReport {
    partitions = List.copyOf(partitions);
  }

  /**
   * @param partition a topic-partition
   * @param position the position landed and committed so far
   * @param logEnd the end of its log (last stable offset)
   */
  public record Progress(TopicPartition partition, long position, long logEnd) {
    public boolean caughtUp() {
      return position >= logEnd;
    }
  }
}
