package io.penstock.contracts.ledger;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.source.Loss;
import io.penstock.contracts.source.RowStatus;
import java.util.List;
import java.util.Map;

/**
 * The account of a source: {@code landed = windowed + unplaced}, for every windowing.
 *
 * @param landed every row in its batches
 * @param windowed the placed rows, by windowing ({@code PT24H@UTC})
 * @param unplaced the rows in no window, by why
 * @param losses positions that Kafka lost before they were landed
 */
public record SourceLedger(
    SourceName source,
    Fingerprint landed,
    Map<String, Fingerprint> windowed,
    Map<RowStatus, Fingerprint> unplaced,
    List<Loss> losses) {
  public Fingerprint unplacedTotal() {
    return unplaced.values().stream().reduce(Fingerprint.EMPTY, Fingerprint::plus);
  }

  /** Whether every landed row is in exactly one place. */
  public boolean balanced() {
    return windowed.values().stream().allMatch(sum -> sum.plus(unplacedTotal()).equals(landed));
  }
}
