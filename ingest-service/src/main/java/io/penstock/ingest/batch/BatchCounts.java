package io.penstock.ingest.batch;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.source.RowStatus;
import io.penstock.contracts.source.WindowingCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a batch by where they belong, as fingerprints of their origins.
 *
 * @param landed all rows
 * @param unplaced the rows in no window, by why
 * @param windows the placed rows, once for every windowing
 * @param maxEventTime the latest plausible event time
 */
public record BatchCounts(
    Fingerprint landed,
    Map<RowStatus, Fingerprint> unplaced,
    List<WindowingCounts> windows,
    Optional<Instant> maxEventTime) {
  public BatchCounts {
    unplaced = Map.copyOf(unplaced);
    windows = List.copyOf(windows);
  }
}
