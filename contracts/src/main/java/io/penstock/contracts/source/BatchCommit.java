package io.penstock.contracts.source;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.layout.StoredObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A raw batch that is stored and asks to become part of its source.
 *
 * @param partition the topic-partition
 * @param object where the rows stand
 * @param from position of the first record it may hold
 * @param to first position after it
 * @param gaps positions in between that hold no record
 * @param landed all rows, by the fingerprint of their origins
 * @param unplaced the rows in no window, by why
 * @param windows the placed rows, once for every windowing of the source
 * @param maxEventTime the latest plausible event time in it
 * @param leaderEpoch leader epoch of the last record, for the next seek
 */
public record BatchCommit(
    TopicPartition partition,
    StoredObject object,
    long from,
    long to,
    List<Gap> gaps,
    Fingerprint landed,
    Map<RowStatus, Fingerprint> unplaced,
    List<WindowingCounts> windows,
    Optional<Instant> maxEventTime,
    Optional<Integer> leaderEpoch) {
  public BatchCommit {
    gaps = List.copyOf(gaps);
    unplaced = Map.copyOf(unplaced);
    windows = List.copyOf(windows);
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("not a range of positions: [" + from + ", " + to + ")");
    }
    long missing = gaps.stream().mapToLong(Gap::length).sum();
    if (landed.count() + missing != to - from) {
      throw new IllegalArgumentException(
          "%d rows and %d positions without one do not fill [%d, %d)"
              .formatted(landed.count(), missing, from, to));
    }
    Fingerprint out = unplaced.values().stream().reduce(Fingerprint.EMPTY, Fingerprint::plus);
    for (WindowingCounts counts : windows) {
      if (!counts.total().plus(out).equals(landed)) {
        throw new IllegalArgumentException(
            "windowed and unplaced rows are not the landed ones for " + counts.windowing());
      }
    }
  }
}
