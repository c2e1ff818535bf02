package io.penstock.contracts.ledger;

import io.penstock.contracts.fingerprint.Fingerprint;
import java.util.Optional;

/**
 * The account of the rows a build saw, by the fingerprints of their origins: {@code windowed =
 * schemaFailed + quarantined + duplicate + passed}, and for a row-wise transform {@code passed =
 * published + filtered}.
 *
 * @param windowed the rows of the window in the planned batches, as ingest counted them
 * @param schemaFailed rows that could not be decoded, upgraded or typed
 * @param quarantined rows that a row-level expectation took out
 * @param duplicate rows whose key an earlier row has
 * @param passed rows that the transform got
 * @param published rows of {@code passed} that are in the output; absent if the transform is not
 *     row-wise
 * @param filtered rows of {@code passed} that the transform left out; absent likewise
 */
public record BuildLedger(
    Fingerprint windowed,
    Fingerprint schemaFailed,
    Fingerprint quarantined,
    Fingerprint duplicate,
    Fingerprint passed,
    Optional<Fingerprint> published,
    Optional<Fingerprint> filtered) {
  public static final BuildLedger EMPTY =
      new BuildLedger(
          Fingerprint.EMPTY,
          Fingerprint.EMPTY,
          Fingerprint.EMPTY,
          Fingerprint.EMPTY,
          Fingerprint.EMPTY,
          Optional.of(Fingerprint.EMPTY),
          Optional.of(Fingerprint.EMPTY));

  public BuildLedger {
    if (published.isPresent() != filtered.isPresent()) {
      throw new IllegalArgumentException("published and filtered are known together or not at all");
    }
  }

  /** Whether every row the build saw is in exactly one place. */
  public boolean balanced() {
    Fingerprint outcomes = schemaFailed.plus(quarantined).plus(duplicate).plus(passed);
    boolean rowWise =
        published.isEmpty() || published.get().plus(filtered.orElseThrow()).equals(passed);
    return outcomes.equals(windowed) && rowWise;
  }

  /** The account of two windows together; ends at {@code passed} if one of them does. */
  public BuildLedger plus(BuildLedger other) {
    return new BuildLedger(
        windowed.plus(other.windowed),
        schemaFailed.plus(other.schemaFailed),
        quarantined.plus(other.quarantined),
        duplicate.plus(other.duplicate),
        passed.plus(other.passed),
        published.flatMap(mine -> other.published.map(mine::plus)),
        filtered.flatMap(mine -> other.filtered.map(mine::plus)));
  }

  /**
   * The account without some of the windows that were added up to it; ends at {@code passed} if
   * this does.
   *
   * @throws IllegalArgumentException if a term of the part is not in this one
   */
  public BuildLedger minus(BuildLedger part) {
    if (published.isPresent() && part.published.isEmpty()) {
      throw new IllegalArgumentException("a part ends at passed, but the whole does not");
    }
    return new BuildLedger(
        windowed.minus(part.windowed),
        schemaFailed.minus(part.schemaFailed),
        quarantined.minus(part.quarantined),
        duplicate.minus(part.duplicate),
        passed.minus(part.passed),
        published.map(mine -> mine.minus(part.published.orElseThrow())),
        filtered.map(mine -> mine.minus(part.filtered.orElseThrow())));
  }
}
