package io.penstock.catalog.source;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.source.PartitionState;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * A source with all its topic-partitions and open losses, as one transaction sees them.
 *
 * @param row the source
 * @param partitions every topic-partition that was ever registered, those of replaced topics too
 * @param openLosses the losses that nobody has acknowledged
 */
public record SourceState(
    SourceRow row, List<TopicPartitionRow> partitions, List<LossRow> openLosses) {

  /**
   * Locks a source until the transaction ends and loads it.
   *
   * @throws PenstockException USER {@code unknown-source}
   */
  public static Uni<SourceState> lock(Mutiny.Session session, String source) {
    return session
        .find(SourceRow.class, source, LockMode.PESSIMISTIC_WRITE)
        .onItem()
        .ifNull()
        .failWith(() -> unknown(source))
        .chain(row -> load(session, row));
  }

  /** Loads a source without a lock. */
  public static Uni<SourceState> read(Mutiny.Session session, String source) {
    return session
        .find(SourceRow.class, source)
        .onItem()
        .ifNull()
        .failWith(() -> unknown(source))
        .chain(row -> load(session, row));
  }

  /** Loads several sources without a lock, in their order. */
  public static Uni<List<SourceState>> readAll(Mutiny.Session session, List<SourceRow> rows) {
    if (rows.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    List<String> names = rows.stream().map(SourceRow::name).toList();
    return session
        .createSelectionQuery(
            "from TopicPartitionRow where key.source in (:sources)", TopicPartitionRow.class)
        .setParameter("sources", names)
        .getResultList()
        .chain(partitions ->
            session
                .createSelectionQuery(
                    "from LossRow where source in (:sources) and acknowledgedAt is null",
                    LossRow.class)
                .setParameter("sources", names)
                .getResultList()
                .map(losses -> group(rows, partitions, losses)));
  }

  private static List<SourceState> group(
      List<SourceRow> rows, List<TopicPartitionRow> partitions, List<LossRow> losses) {
    Map<String, List<TopicPartitionRow>> partitionsOf =
        partitions.stream().collect(Collectors.groupingBy(TopicPartitionRow::source));
    Map<String, List<LossRow>> lossesOf =
        losses.stream().collect(Collectors.groupingBy(LossRow::source));
    return rows.stream()
        .map(row ->
            new SourceState(
                row,
                partitionsOf.getOrDefault(row.name(), List.of()),
                lossesOf.getOrDefault(row.name(), List.of())))
        .toList();
  }

  private static Uni<SourceState> load(Mutiny.Session session, SourceRow row) {
    return readAll(session, List.of(row)).map(List::getFirst);
  }

  static PenstockException unknown(String source) {
    return PenstockException.user(
        "unknown-source", "There is no source '%s': register a pipeline.".formatted(source));
  }

  /** A topic-partition, if it is registered. */
  public Optional<TopicPartitionRow> find(TopicPartition partition) {
    return partitions.stream().filter(row -> row.topicPartition().equals(partition)).findFirst();
  }

  /** The loss that stops a topic-partition. */
  public Optional<LossRow> openLoss(TopicPartition partition) {
    return openLosses.stream()
        .filter(LossRow::open)
        .filter(loss -> loss.topicPartition().equals(partition))
        .findFirst();
  }

  /**
   * Whether a topic-partition takes no batches: positions of it are lost, or its topic was replaced
   * by another of its name.
   */
  public boolean stopped(TopicPartitionRow partition) {
    return replaced(partition) || openLoss(partition.topicPartition()).isPresent();
  }

  /** The same without a loss that turned out to be none. */
  public SourceState without(LossRow loss) {
    return new SourceState(
        row, partitions, openLosses.stream().filter(open -> open != loss).toList());
  }

  /**
   * Whether a batch from a position is taken: as long as nothing stops the topic-partition, or if
   * it brings the very records that retention was thought to have taken before they were landed.
   */
  public boolean takes(TopicPartitionRow partition, long batchFrom) {
    return !replaced(partition)
        && openLoss(partition.topicPartition()).map(loss -> loss.admits(batchFrom)).orElse(true);
  }

  private boolean replaced(TopicPartitionRow partition) {
    return !row.topicId().equals(Optional.of(partition.topicId()));
  }

  /** The topic-partitions that count: the current topic's, and old ones with an open loss. */
  public List<TopicPartitionRow> live() {
    return partitions.stream()
        .filter(
            partition -> !replaced(partition) || openLoss(partition.topicPartition()).isPresent())
        .sorted(Comparator.comparing(TopicPartitionRow::topicPartition))
        .toList();
  }

  /** What an ingest or a person is told of a topic-partition. */
  PartitionState describe(TopicPartitionRow partition, Instant now, Duration gapMax) {
    return new PartitionState(
        partition.topicPartition(),
        partition.position(),
        partition.leaderEpoch(),
        openLoss(partition.topicPartition()).map(LossRow::loss),
        partition.maxEventTime().map(time -> time.minus(row.spec().outOfOrderness())),
        !stopped(partition) && partition.idle(now, row.spec().idleTimeout(), gapMax));
  }
}
