package io.penstock.contracts.source;

import java.util.Optional;

/**
 * What Kafka says about one topic-partition.
 *
 * @param partition its number
 * @param logStart first position that still exists
 * @param logEnd first position after the last readable record (last stable offset)
 * @param leaderEpoch the leader's epoch
 */
public record PartitionReport(
    int partition, long logStart, long logEnd, Optional<Integer> leaderEpoch) {}
