package io.penstock.contracts.build;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.quarantine.QuarantineFile;
import java.util.Optional;

/**
 * What conform made of the raw rows of a window.
 *
 * @param buildId the build
 * @param conformed the typed rows: the fields of the schema, {@code event_time}, and the hidden
 *     columns {@code __topic_id}, {@code __partition}, {@code __offset}, {@code __payload_sha256}
 *     (null where no other row of the window has the key)
 * @param quarantine the rows that failed or are held, if there are any
 * @param windowed the origins of all rows of the window that were found in the batches
 * @param schemaFailed the origins of the rows that failed, and of those held that had
 * @param held the origins of the rows that are held because a checkpoint had taken them out
 */
public record ConformOutcome(
    BuildId buildId,
    StagedFile conformed,
    Optional<QuarantineFile> quarantine,
    Fingerprint windowed,
    Fingerprint schemaFailed,
    Fingerprint held) {
  /** The outcome of a build that holds no rows. */
  public ConformOutcome(
      BuildId buildId,
      StagedFile conformed,
      Optional<QuarantineFile> quarantine,
      Fingerprint windowed,
      Fingerprint schemaFailed) {
    this(buildId, conformed, quarantine, windowed, schemaFailed, Fingerprint.EMPTY);
  }

  /** The origins of the conformed rows. */
  public Fingerprint left() {
    return windowed.minus(schemaFailed).minus(held);
  }
}
