package io.penstock.ingest.parquet;

import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.format.Encoding;

/** Longs or instants, as differences of neighbours. */
public final class LongColumn extends ColumnWriter {
  private static final int CAPACITY_MIN = 64;

  private final DeltaLongs deltas = new DeltaLongs();
  private long[] values = new long[CAPACITY_MIN];
  private int count;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;
  private boolean any;

  public LongColumn(Leaf leaf) {
    super(leaf, Encoding.DELTA_BINARY_PACKED);
  }

  public void add(long value) {
    levels().add(true);
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = value;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
    any = true;
  }

  public void addNull() {
    levels().add(false);
  }

  @Override
  void takeValues(Bytes into) {
    deltas.encode(values, count, into);
    count = 0;
  }

  @Override
  Optional<Chunk.Range> takeRange() {
    Optional<Chunk.Range> range =
        any ? Optional.of(new Chunk.Range(least, greatest)) : Optional.empty();
    least = Long.MAX_VALUE;
    greatest = Long.MIN_VALUE;
    any = false;
    return range;
  }
}
