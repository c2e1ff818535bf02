package io.penstock.ingest.batch;

import io.penstock.contracts.source.RowStatus;
import io.penstock.ingest.payload.PayloadReading;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Up to {@value #ROWS_MAX} rows, column by column, in a few large arrays: hundreds of thousands of
 * small objects that live for seconds would keep the garbage collector busier than anything else
 * here. Filled by one thread, then read by another.
 */
final class RowBlock {
  /** The engine takes as many at once. */
  static final int ROWS_MAX = 2_048;

  /** Bytes of keys and payloads after which a block takes no more. */
  private static final int BYTES_MAX = 4 << 20;

  private static final int ROWS_MIN = 16;

  private int count;
  private long[] offsets = new long[ROWS_MIN];
  private long[] eventMicros = new long[ROWS_MIN];
  private RowStatus[] statuses = new RowStatus[ROWS_MIN];
  private @Nullable Contents contents = new Contents();

  int count() {
    return count;
  }

  boolean isFull() {
    return count == ROWS_MAX || contents().bytes() >= BYTES_MAX;
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
    contents().add(count, row);
    count++;
  }

  long offset(int row) {
    return offsets[row];
  }

  RowStatus status(int row) {
    return statuses[row];
  }

  /** Of a placed row. */
  long eventMicros(int row) {
    return eventMicros[row];
  }

  /** What is stored, but not counted by; until it is released. */
  Contents contents() {
    Contents held = contents;
    if (held == null) {
      throw new IllegalStateException("the contents of the rows were released");
    }
    return held;
  }

  /** Lets go of all that counting again does not need. */
  void release() {
    contents = null;
  }

  void countBy(BatchCounter counter) {
    for (int row = 0; row < count; row++) {
      counter.add(offsets[row], statuses[row], eventMicros[row]);
    }
  }

  /** Timestamps, keys, headers, payloads and reasons. */
  static final class Contents {
    private static final Header[] NO_HEADERS = new Header[0];

    private long[] timestamps = new long[ROWS_MIN];
    private TimestampType[] timestampTypes = new TimestampType[ROWS_MIN];
    private final Texts keys = new Texts();
    private final Texts payloads = new Texts();
    // Most rows have neither.
    private Header @Nullable [][] headers;
    private @Nullable String @Nullable [] reasons;

    private void add(int row, RawRow added) {
      if (row == timestamps.length) {
        int capacity = Math.min(2 * row, ROWS_MAX);
        timestamps = Arrays.copyOf(timestamps, capacity);
        timestampTypes = Arrays.copyOf(timestampTypes, capacity);
      }
      timestamps[row] = added.timestampMillis();
      timestampTypes[row] = added.timestampType();
      keys.add(row, added.key());
      payloads.add(row, added.payload());
      if (added.headers().length > 0) {
        headers = headers == null ? new Header[ROWS_MAX][] : headers;
        headers[row] = added.headers();
      }
      if (added.reading() instanceof PayloadReading.Unplaced unplaced) {
        reasons = reasons == null ? new String[ROWS_MAX] : reasons;
        reasons[row] = unplaced.reason();
      }
    }

    private long bytes() {
      return (long) keys.bytes() + payloads.bytes();
    }

    long timestampMillis(int row) {
      return timestamps[row];
    }

    TimestampType timestampType(int row) {
      return timestampTypes[row];
    }

    byte @Nullable [] key(int row) {
      return keys.get(row);
    }

    byte @Nullable [] payload(int row) {
      return payloads.get(row);
    }

    Header[] headers(int row) {
      Header[] of = headers == null ? null : headers[row];
      return of == null ? NO_HEADERS : of;
    }

    @Nullable String reason(int row) {
      return reasons == null ? null : reasons[row];
    }
  }

  /** Byte strings, one after the other; each may be null. */
  private static final class Texts {
    private static final int NULL = -1;

    private byte[] bytes = {};
    private int[] starts = new int[ROWS_MIN];
    private int[] lengths = new int[ROWS_MIN];
    private int end;

    int bytes() {
      return end;
    }

    void add(int row, byte @Nullable [] text) {
      if (row == starts.length) {
        int capacity = Math.min(2 * row, ROWS_MAX);
        starts = Arrays.copyOf(starts, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
      }
      starts[row] = end;
      lengths[row] = text == null ? NULL : text.length;
      if (text != null) {
        int needed = Math.addExact(end, text.length);
        if (needed > bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
        System.arraycopy(text, 0, bytes, end, text.length);
        end = needed;
      }
    }

    byte @Nullable [] get(int row) {
      return lengths[row] == NULL
          ? null
          : Arrays.copyOfRange(bytes, starts[row], starts[row] + lengths[row]);
    }
  }
}
