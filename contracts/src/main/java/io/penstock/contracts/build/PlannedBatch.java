package io.penstock.contracts.build;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.layout.StoredObject;

/**
 * A raw batch that a build reads.
 *
 * @param seq its place in the source's history
 * @param partition where its rows come from
 * @param object where they stand
 * @param rows its rows of the build's window, as ingest counted them
 */
public record PlannedBatch(
    long seq, TopicPartition partition, StoredObject object, Fingerprint rows) {}
