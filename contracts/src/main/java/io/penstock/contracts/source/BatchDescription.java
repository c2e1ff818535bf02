package io.penstock.contracts.source;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.layout.StoredObject;
import java.time.Instant;

/** A committed batch. */
public record BatchDescription(
    long seq,
    TopicPartition partition,
    StoredObject object,
    long from,
    long to,
    Fingerprint landed,
    Instant committedAt) {}
