package io.penstock.ingest.landing;

import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.source.Completion;
import io.penstock.ingest.IngestConfig;
import io.penstock.ingest.batch.BatchBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * When a batch is finished.
 *
 * @param rows rows after which it is
 * @param bytes bytes of memory after which it is
 * @param age how long a record, or a gap, waits at most
 */
record Roll(int rows, long bytes, Duration age) {
  Roll {
    if (rows < 1 || bytes < 1 || age.isNegative()) {
      throw new IllegalArgumentException(
          "penstock.ingest.roll-rows, roll-bytes and roll-age must be positive");
    }
  }

  static Roll of(IngestConfig config) {
    return new Roll(config.rollRows(), config.rollBytes().asLongValue(), config.rollAge());
  }

  /**
   * Whether a batch is finished.
   *
   * @param buffered how long it has been filling
   */
  boolean due(BatchBuffer buffer, Duration buffered, Optional<Completion> completion) {
    return full(buffer)
        || (!buffer.isEmpty() && buffered.compareTo(age) >= 0)
        || completion.map(end -> reachesEnd(buffer, end)).orElse(false);
  }

  /** Whether it should take no more. */
  boolean full(BatchBuffer buffer) {
    return buffer.rows() >= rows || buffer.memoryBytes() >= bytes || buffer.isFull();
  }

  /** Of a source that is declared complete nobody waits for more. */
  private static boolean reachesEnd(BatchBuffer buffer, Completion completion) {
    TopicPartition partition = buffer.partition();
    Long end = completion.endOffsets().get(partition.partition());
    return end != null
        && partition.topicId().equals(completion.topicId())
        && buffer.from() < end
        && buffer.position() >= end;
  }
}
