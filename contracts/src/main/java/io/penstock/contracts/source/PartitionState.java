package io.penstock.contracts.source;

import io.penstock.contracts.id.TopicPartition;
import java.time.Instant;
import java.util.Optional;

/**
 * What the catalog knows about a topic-partition.
 *
 * @param partition the topic-partition
 * @param position the next position to land
 * @param leaderEpoch leader epoch of the last landed record
 * @param loss why it is stopped, if it is
 * @param watermark its own watermark, if an event time was seen
 * @param idle whether the source's watermark leaves it out
 */
public record PartitionState(
    TopicPartition partition,
    long position,
    Optional<Integer> leaderEpoch,
    Optional<Loss> loss,
    Optional<Instant> watermark,
    boolean idle) {}
