package io.penstock.ingest.batch;

import io.penstock.contracts.source.RowStatus;
import java.util.Arrays;

/**
 * Up to {@value #ROWS_MAX} rows with what counting them again needs, column by column in a few
 * arrays. Filled by one thread, then read by another.
 */
final class RowBlock {
  private static final int ROWS_MAX = 2_048;
  private static final int ROWS_MIN = 16;

  private int count;
  private long[] offsets = new long[ROWS_MIN];
  private long[] eventMicros = new long[ROWS_MIN];
  private RowStatus[] statuses = new RowStatus[ROWS_MIN];

  int count() {
    return count;
  }

  boolean isFull() {
    return count == ROWS_MAX;
  }

  void add(RawRow row) {
    if (count == offsets.length) {
      int capacity = Math.min(2 * count, ROWS_MAX);
      offsets = Arrays.copyOf(offsets, capacity);
      eventMicros = Arrays.copyOf(eventMicros, capacity);
      statuses = Arrays.copyOf(statuses, capacity);
    }
    offsets[count] = row.offset();
    eventMicros[count] = row.eventMicros();
    statuses[count] = row.status();
    count++;
  }

  void countBy(BatchCounter counter) {
    for (int row = 0; row < count; row++) {
      counter.add(offsets[row], statuses[row], eventMicros[row]);
    }
  }
}
