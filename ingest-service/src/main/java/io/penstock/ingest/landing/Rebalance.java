package io.penstock.ingest.landing;

import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/** Hears from the consumer which topic-partitions this instance reads; on the session's thread. */
final class Rebalance implements ConsumerRebalanceListener {
  /**
   * How long a batch on its way may take before its topic-partition goes to another instance. Not
   * waiting would be correct, too: one of the two would be refused.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final LandingSession session;

  Rebalance(LandingSession session) {
    this.session = session;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    session.assign(partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    session.endAll(partitions, PATIENCE);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    session.endAll(partitions, Duration.ZERO);
  }
}
