package io.penstock.ingest.batch;

import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.Gap;
import io.penstock.ingest.parquet.RowGroup;
import java.time.Instant;
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
  private final List<RowBlock> blocks;
  private final List<String> traces;
  private volatile @Nullable List<RawRowGroup> contents;

  SealedBatch(
      TopicPartition partition,
      long from,
      long to,
      List<Gap> gaps,
      Optional<Integer> leaderEpoch,
      List<RawRowGroup> contents,
      List<RowBlock> blocks,
      long memoryBytes,
      BatchCounts counts,
      Collection<String> traces) {
    this.partition = partition;
    this.from = from;
    this.to = to;
    this.gaps = List.copyOf(gaps);
    this.leaderEpoch = leaderEpoch;
    this.contents = List.copyOf(contents);
    this.blocks = List.copyOf(blocks);
    this.traces = List.copyOf(traces);
    this.memoryBytes = memoryBytes;
    this.counts = counts;
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
    return blocks.stream().mapToInt(RowBlock::count).sum();
  }

  /** Trace contexts that records came with, a few of them; empty if nobody asks. */
  public List<String> traces() {
    return traces;
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
    blocks.forEach(block -> block.countBy(counter));
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

  /** What stands in the batch's file. */
  List<RowGroup> rowGroups(Instant ingestedAt) {
    List<RawRowGroup> held = contents;
    if (held == null) {
      throw new IllegalStateException("the rows of " + this + " were released");
    }
    return held.stream().map(group -> group.complete(partition, ingestedAt)).toList();
  }

  /** Lets the contents of the rows go: they are written. */
  void releaseRows() {
    contents = null;
  }

  @Override
  public String toString() {
    return "%s [%d, %d)".formatted(partition, from, to);
  }
}
