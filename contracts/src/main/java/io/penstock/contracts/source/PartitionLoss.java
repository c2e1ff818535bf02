package io.penstock.contracts.source;

import io.penstock.contracts.id.TopicPartition;

/**
 * A loss in an operator's list, and the topic-partition that it stops or stopped. For a topic that
 * was created again this is the new topic's, unless it has fewer partitions than the old one.
 */
public record PartitionLoss(TopicPartition partition, Loss loss) {}
