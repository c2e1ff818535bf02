package io.penstock.contracts.quarantine;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.layout.StoredObject;

/**
 * Rows of a window that stay quarantined whatever the suites and the schema say now, because a
 * replay of others left them out. Part of what a build depends on.
 *
 * @param object Parquet of {@code topic_id, partition, offset, stage, rules}, by origin
 * @param schemaFailed the origins of those whose stage is {@code schema}
 * @param quarantined the origins of those whose stage is {@code checkpoint}
 */
public record HeldRows(StoredObject object, Fingerprint schemaFailed, Fingerprint quarantined) {
  /** How many they are. */
  public long rows() {
    return schemaFailed.count() + quarantined.count();
  }
}
