package io.penstock.catalog.source;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.TopicPartition;
import java.time.Instant;

/** An operator accepts that positions are lost. */
final class Acknowledgement {
  private Acknowledgement() {}

  /**
   * Moves the topic-partition past the loss, which stays in the ledger. Nothing happens if its
   * losses are acknowledged already.
   *
   * @throws PenstockException USER {@code unknown-topic-partition}; {@code conflict-log-short}
   *     while a truncated log still ends before the landed position, because records that come now
   *     get positions that others had
   */
  static void acknowledge(SourceState source, TopicPartition partition, Instant now) {
    TopicPartitionRow row =
        source
            .find(partition)
            .orElseThrow(() ->
                PenstockException.user(
                    "unknown-topic-partition",
                    "Source %s has no topic-partition %s."
                        .formatted(source.row().name(), partition)));
    source.openLoss(partition).ifPresent(loss -> accept(loss, row, now));
  }

  private static void accept(LossRow loss, TopicPartitionRow row, Instant now) {
    switch (loss.cause()) {
      case RETENTION -> row.skipTo(loss.to().orElseThrow());
      case TRUNCATED -> requireLogCoversPosition(loss, row);
      case TOPIC_RECREATED -> {
        // The new topic is read from its start; of the old one nothing is left to read.
      }
    }
    loss.acknowledge(now);
  }

  private static void requireLogCoversPosition(LossRow loss, TopicPartitionRow row) {
    if (row.logEnd() < row.position()) {
      throw PenstockException.user(
          "conflict-log-short",
          """
          The log of %s ends at %d, but positions up to %d are landed: records written there now are others under \
          the same positions. Acknowledge once the log has grown to %d (they are then lost as well, from %d), or \
          create the topic again.\
          """
              .formatted(
                  row.topicPartition(), row.logEnd(), row.position(), row.position(), loss.from()));
    }
  }
}
