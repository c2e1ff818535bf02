package io.penstock.ingest.batch;

import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.Gap;
import io.penstock.contracts.source.RowStatus;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A batch that gets no more rows. After {@link #releaseRows} it holds no payloads any more, but can
 * still be counted.
 */
public final class SealedBatch {
  private final TopicPartition partition;
  private final long from;
  private final long to;
  private final List<Gap> gaps;
  private final Optional<Integer> leaderEpoch;
  private final BatchCounts counts;
  private final long memoryBytes;
  private final long[] offsets;
  private final long[] eventMicros;
  private final RowStatus[] statuses;
  private @Nullable List<RawRow> rows;

  SealedBatch(
      TopicPartition partition,
      long from,
      long to,
      List<Gap> gaps,
      Optional<Integer> leaderEpoch,
      List<RawRow> rows,
      long memoryBytes,
      BatchCounts counts) {
    this.partition = partition;
    this.from = from;
    this.to = to;
    this.gaps = List.copyOf(gaps);
    this.leaderEpoch = leaderEpoch;
    this.rows = rows;
    this.memoryBytes = memoryBytes;
    this.counts = counts;
    this.offsets = new long[rows.size()];
    this.eventMicros = new long[rows.size()];
    this.statuses = new RowStatus[rows.size()];
    for (int i = 0; i < offsets.length; i++) {
      RawRow row = rows.get(i);
      offsets[i] = row.offset();
      eventMicros[i] = row.eventMicros();
      statuses[i] = row.status();
    }
  }

  public TopicPartition partition() {
    return partition;
  }

  public long from() {
    return from;
  }

  public long to() {
    return to;
  }

  public List<Gap> gaps() {
    return gaps;
  }

  /** Leader epoch of what stands last in it. */
  public Optional<Integer> leaderEpoch() {
    return leaderEpoch;
  }

  public int rowCount() {
    return offsets.length;
  }

  /** Bytes of memory that {@link #releaseRows} frees, about. */
  public long memoryBytes() {
    return memoryBytes;
  }

  /** By the windowings that were known when it was sealed. */
  public BatchCounts counts() {
    return counts;
  }

  /** By other windowings. */
  public BatchCounts count(Collection<Windowing> windowings) {
    BatchCounter counter = new BatchCounter(partition, windowings);
    for (int i = 0; i < offsets.length; i++) {
      counter.add(offsets[i], statuses[i], eventMicros[i]);
    }
    return counter.counts();
  }

  /** What to ask the catalog for, once the rows are stored. */
  public BatchCommit commit(StoredObject object, BatchCounts by) {
    return new BatchCommit(
        partition,
        object,
        from,
        to,
        gaps,
        by.landed(),
        by.unplaced(),
        by.windows(),
        by.maxEventTime(),
        leaderEpoch);
  }

  /** The rows in the order of their offsets. */
  List<RawRow> rows() {
    List<RawRow> held = rows;
    if (held == null) {
      throw new IllegalStateException(this + ": its rows were released");
    }
    return held;
  }

  /** Lets the rows go: they are written. */
  void releaseRows() {
    rows = null;
  }

  @Override
  public String toString() {
    return "%s [%d, %d)".formatted(partition, from, to);
  }
}
