package io.penstock.catalog.batch;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.layout.StoredObject;
import java.time.Instant;

/**
 * A batch that was landed before somebody wanted its rows counted by a windowing.
 *
 * @param landed all its rows
 * @param unplaced those in no window
 */
record UncountedBatch(
    String source,
    Windowing windowing,
    long seq,
    TopicPartition partition,
    StoredObject object,
    Fingerprint landed,
    Fingerprint unplaced,
    Instant committedAt) {
  boolean hasPlacedRows() {
    return landed.count() > unplaced.count();
  }
}
