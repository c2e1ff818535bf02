package io.penstock.lake.fingerprint;

import io.penstock.contracts.id.Window;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.source.WindowCount;
import io.penstock.contracts.source.WindowingCounts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Divides rows by one windowing. Most rows fall into the window of the row before, and nearly all
 * into one that is known: only a new window asks the calendar.
 *
 * <p>Belongs to one thread. Times are microseconds since 1970-01-01T00:00:00Z.
 */
public final class WindowCounter {
  private final Windowing windowing;
  private final TreeMap<Long, Bin> binsByStart = new TreeMap<>();
  private @Nullable Bin latest;

  public WindowCounter(Windowing windowing) {
    this.windowing = windowing;
  }

  /** Counts a row that has this event time. */
  public void add(long epochMicros, RowHash row) {
    Bin bin = latest;
    if (bin == null || !bin.contains(epochMicros)) {
      bin = bin(epochMicros);
      latest = bin;
    }
    bin.rows.add(row);
  }

  /** How many windows have rows. */
  public int windows() {
    return binsByStart.size();
  }

  /** The rows so far, by window in the order of time. */
  public WindowingCounts counts() {
    return new WindowingCounts(
        windowing,
        binsByStart.values().stream()
            .map(bin -> new WindowCount(bin.window, bin.rows.fingerprint()))
            .toList());
  }

  private Bin bin(long epochMicros) {
    Map.Entry<Long, Bin> before = binsByStart.floorEntry(epochMicros);
    if (before != null && before.getValue().contains(epochMicros)) {
      return before.getValue();
    }
    Bin bin = new Bin(windowing.windowOf(Instant.EPOCH.plus(epochMicros, ChronoUnit.MICROS)));
    binsByStart.put(bin.start, bin);
    return bin;
  }

  private static final class Bin {
    final Window window;
    final long start;
    final long end;
    final FingerprintSum rows = new FingerprintSum();

    Bin(Window window) {
      this.window = window;
      this.start = ChronoUnit.MICROS.between(Instant.EPOCH, window.start());
      this.end = ChronoUnit.MICROS.between(Instant.EPOCH, window.end());
    }

    boolean contains(long epochMicros) {
      return start <= epochMicros && epochMicros < end;
    }
  }
}
