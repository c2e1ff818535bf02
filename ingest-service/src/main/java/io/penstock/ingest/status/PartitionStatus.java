package io.penstock.ingest.status;

import java.util.Optional;

/**
 * One topic-partition that this instance reads.
 *
 * @param partition its number
 * @param phase {@code locating} (asking the catalog where to read), {@code reading}, {@code
 *     unavailable} (its position is gone; finding out why) or {@code stopped} (positions were lost:
 *     an operator has to acknowledge that)
 * @param position the position landed and committed so far, as far as known
 * @param buffered first position after what was read
 * @param bufferedRows rows that were read, but are not handed on yet
 * @param bufferedBytes memory that they take, about
 * @param uploading whether a batch is on its way
 * @param logEnd the end of its log, as far as known
 * @param lastError what it waits for, or why it was last set back
 */
public record PartitionStatus(
    int partition,
    String phase,
    Optional<Long> position,
    Optional<Long> buffered,
    int bufferedRows,
    long bufferedBytes,
    boolean uploading,
    Optional<Long> logEnd,
    Optional<String> lastError) {
  PartitionStatus withLogEnd(Optional<Long> end) {
    return new PartitionStatus(
        partition,
        phase,
        position,
        buffered,
        bufferedRows,
        bufferedBytes,
        uploading,
        end,
        lastError);
  }

  /** Whether its position is the one that progress is told by. */
  public boolean reading() {
    return phase.equals("reading");
  }
}
