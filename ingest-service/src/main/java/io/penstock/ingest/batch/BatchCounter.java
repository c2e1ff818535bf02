package io.penstock.ingest.batch;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.source.RowStatus;
import io.penstock.contracts.source.WindowingCounts;
import io.penstock.ingest.eventtime.EpochMicros;
import io.penstock.lake.fingerprint.FingerprintSum;
import io.penstock.lake.fingerprint.OriginFingerprint;
import io.penstock.lake.fingerprint.RowHash;
import io.penstock.lake.fingerprint.WindowCounter;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts rows while they come; belongs to one thread. */
final class BatchCounter {
  private final OriginFingerprint origins;
  private final List<WindowCounter> windowings;
  private final FingerprintSum landed = new FingerprintSum();
  private final Map<RowStatus, FingerprintSum> unplaced = new EnumMap<>(RowStatus.class);
  private boolean anyPlaced;
  private long maxEventMicros;

  BatchCounter(TopicPartition partition, Collection<Windowing> windowings) {
    this.origins = new OriginFingerprint(partition);
    this.windowings = windowings.stream().map(WindowCounter::new).toList();
  }

  /**
   * @param eventMicros the event time of a row that is placed; of others it does not matter
   */
  void add(long offset, RowStatus status, long eventMicros) {
    RowHash row = origins.hash(offset);
    landed.add(row);
    if (!status.placed()) {
      unplaced.computeIfAbsent(status, none -> new FingerprintSum()).add(row);
      return;
    }
    for (WindowCounter windowing : windowings) {
      windowing.add(eventMicros, row);
    }
    maxEventMicros = anyPlaced ? Math.max(maxEventMicros, eventMicros) : eventMicros;
    anyPlaced = true;
  }

  /** Over all windowings. */
  int windows() {
    int windows = 0;
    for (WindowCounter windowing : windowings) {
      windows += windowing.windows();
    }
    return windows;
  }

  BatchCounts counts() {
    Map<RowStatus, Fingerprint> sums = new EnumMap<>(RowStatus.class);
    unplaced.forEach((status, sum) -> sums.put(status, sum.fingerprint()));
    List<WindowingCounts> windows = windowings.stream().map(WindowCounter::counts).toList();
    Optional<Instant> maxEventTime =
        anyPlaced ? Optional.of(EpochMicros.toInstant(maxEventMicros)) : Optional.empty();
    return new BatchCounts(landed.fingerprint(), sums, windows, maxEventTime);
  }
}
