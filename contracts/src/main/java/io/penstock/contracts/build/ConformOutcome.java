package io.penstock.contracts.build;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import java.util.Optional;

/**
 * What conform made of the raw rows of a window.
 *
 * @param buildId the build
 * @param conformed the typed rows: the fields of the schema, {@code event_time}, and the hidden
 *     columns {@code __topic_id}, {@code __partition}, {@code __offset}, {@code __payload_sha256}
 *     (null where no other row of the window has the key)
 * @param quarantine the rows that failed, with their bytes, origin and reason
 * @param windowed the origins of all rows of the window that were found in the batches
 * @param schemaFailed the origins of the rows that failed
 */
public record ConformOutcome(
    BuildId buildId,
    StagedFile conformed,
    Optional<StagedFile> quarantine,
    Fingerprint windowed,
    Fingerprint schemaFailed) {}
