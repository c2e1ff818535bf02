package io.penstock.ingest.batch;

import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.source.Gap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The batch of one topic-partition that is filling: its rows, and the positions between them that
 * hold none. Belongs to one thread.
 */
public final class BatchBuffer {
  /**
   * Most gaps and windows of one batch. Both stand in its commit, which has to stay a small request
   * even if every record is a transaction of its own or event times are random.
   */
  static final int PARTS_MAX = 20_000;

  /** Trace contexts of producers that a batch remembers at most, the first that come. */
  static final int TRACES_MAX = 32;

  private final TopicPartition partition;
  private final long from;
  private final RawRows contents = new RawRows();
  private final List<RowBlock> blocks = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final Set<String> traces = new LinkedHashSet<>();
  private Collection<Windowing> windowings;
  private BatchCounter counter;
  private long position;
  private int rows;
  private long memoryBytes;
  private Optional<Integer> leaderEpoch;

  /**
   * @param from the position to read from
   * @param leaderEpoch leader epoch of what stands before it, as far as known
   */
  public BatchBuffer(
      TopicPartition partition,
      long from,
      Optional<Integer> leaderEpoch,
      Collection<Windowing> windowings) {
    this.partition = partition;
    this.from = from;
    this.position = from;
    this.leaderEpoch = leaderEpoch;
    this.windowings = List.copyOf(windowings);
    this.counter = new BatchCounter(partition, windowings);
  }

  /**
   * Adds the next record; what its offset skips is a gap.
   *
   * @throws IllegalArgumentException if the record stands before the position
   */
  public void add(RawRow row, Optional<Integer> recordLeaderEpoch) {
    advanceTo(row.offset(), recordLeaderEpoch);
    position = row.offset() + 1;
    contents.add(row);
    blockToFill().add(row);
    rows++;
    memoryBytes += row.memoryBytes();
    counter.add(row.offset(), row.status(), row.eventMicros());
  }

  /** Remembers the trace context that a record came with. */
  public void addTrace(String traceparent) {
    if (wantsTraces()) {
      traces.add(traceparent);
    }
  }

  /** Whether it remembers any more of them. */
  public boolean wantsTraces() {
    return traces.size() < TRACES_MAX;
  }

  private RowBlock blockToFill() {
    if (blocks.isEmpty() || blocks.getLast().isFull()) {
      blocks.add(new RowBlock());
    }
    return blocks.getLast();
  }

  /** Says that no record stands between the position and another one. */
  public void advanceTo(long newPosition, Optional<Integer> newLeaderEpoch) {
    if (newPosition < position) {
      throw new IllegalArgumentException(
          "%s: position %d comes after %d".formatted(partition, newPosition, position));
    }
    if (newPosition > position) {
      Gap last = gaps.isEmpty() ? null : gaps.getLast();
      if (last != null && last.to() == position) {
        gaps.set(gaps.size() - 1, new Gap(last.from(), newPosition));
      } else {
        gaps.add(new Gap(position, newPosition));
      }
      position = newPosition;
    }
    if (newLeaderEpoch.isPresent()) {
      leaderEpoch = newLeaderEpoch;
    }
  }

  /** Counts all rows again, by other windowings. */
  public void recount(Collection<Windowing> newWindowings) {
    windowings = List.copyOf(newWindowings);
    BatchCounter again = new BatchCounter(partition, windowings);
    blocks.forEach(block -> block.countBy(again));
    counter = again;
  }

  public TopicPartition partition() {
    return partition;
  }

  public Collection<Windowing> windowings() {
    return windowings;
  }

  /** First position after all that was added. */
  public long position() {
    return position;
  }

  public long from() {
    return from;
  }

  public Optional<Integer> leaderEpoch() {
    return leaderEpoch;
  }

  public int rows() {
    return rows;
  }

  /** Bytes of memory that the rows take, about. */
  public long memoryBytes() {
    return memoryBytes;
  }

  /** Whether the position has not moved. */
  public boolean isEmpty() {
    return position == from;
  }

  /** Whether it may take no more gaps or windows. */
  public boolean isFull() {
    return gaps.size() + counter.windows() >= PARTS_MAX;
  }

  /** The finished batch; the buffer must not be used any more. */
  public SealedBatch seal() {
    if (isEmpty()) {
      throw new IllegalStateException(partition + ": nothing to land at " + from);
    }
    return new SealedBatch(
        partition,
        from,
        position,
        gaps,
        leaderEpoch,
        contents.end(),
        blocks,
        memoryBytes,
        counter.counts(),
        traces);
  }
}
