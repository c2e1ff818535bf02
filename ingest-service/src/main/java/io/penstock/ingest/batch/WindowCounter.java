package io.penstock.ingest.batch;

import io.penstock.contracts.id.Window;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.source.WindowCount;
import io.penstock.contracts.source.WindowingCounts;
import io.penstock.ingest.eventtime.EpochMicros;
import io.penstock.lake.fingerprint.FingerprintSum;
import io.penstock.lake.fingerprint.RowHash;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Divides rows by one windowing. Most rows fall into the window of the row before, and nearly all
 * into one that is known: only a new window asks the calendar.
 */
final class WindowCounter {
  private final Windowing windowing;
  private final TreeMap<Long, Bin> binsByStart = new TreeMap<>();
  private @Nullable Bin latest;

  WindowCounter(Windowing windowing) {
    this.windowing = windowing;
  }

  void add(long epochMicros, RowHash row) {
    Bin bin = latest;
    if (bin == null || !bin.contains(epochMicros)) {
      bin = bin(epochMicros);
      latest = bin;
    }
    bin.rows.add(row);
  }

  int windows() {
    return binsByStart.size();
  }

  WindowingCounts counts() {
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
    Bin bin = new Bin(windowing.windowOf(EpochMicros.toInstant(epochMicros)));
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
      this.start = EpochMicros.of(window.start());
      this.end = EpochMicros.of(window.end());
    }

    boolean contains(long epochMicros) {
      return start <= epochMicros && epochMicros < end;
    }
  }
}
