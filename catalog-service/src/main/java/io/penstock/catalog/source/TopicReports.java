package io.penstock.catalog.source;

import io.penstock.catalog.outbox.Outbox;
import io.penstock.catalog.persistence.Sequence;
import io.penstock.contracts.event.EventType;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.source.Loss;
import io.penstock.contracts.source.PartitionReport;
import io.penstock.contracts.source.TopicReport;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Compares what Kafka's metadata says about a topic with what is landed: registers new
 * topic-partitions, and stops those whose next positions are gone.
 */
final class TopicReports {
  private final SourceState source;
  private final TopicReport report;
  private final Instant now;
  private final Duration truncationConfirmation;
  private final List<TopicPartitionRow> registered = new ArrayList<>();
  private final List<LossRow> lost = new ArrayList<>();

  private TopicReports(
      SourceState source, TopicReport report, Instant now, Duration truncationConfirmation) {
    this.source = source;
    this.report = report;
    this.now = now;
    this.truncationConfirmation = truncationConfirmation;
  }

  /**
   * Takes a report in the caller's transaction, which holds the source's lock.
   *
   * @return the source with new topic-partitions and losses
   * @throws PenstockException USER {@code conflict-topic} for a topic that was replaced since
   */
  static Uni<SourceState> take(
      Mutiny.Session session,
      SourceState source,
      TopicReport report,
      Instant now,
      Duration truncationConfirmation) {
    TopicReports comparison = new TopicReports(source, report, now, truncationConfirmation);
    comparison.compare();
    return comparison.write(session);
  }

  private void compare() {
    Optional<String> current = source.row().topicId();
    String reported = report.topicId().value();
    if (current.isPresent() && !current.get().equals(reported)) {
      refuseReplaced(reported);
      replaceTopic(current.get());
    } else {
      report.partitions().forEach(this::compare);
    }
    source.row().moveToTopic(reported);
  }

  /** Metadata of a topic that was deleted comes from an ingest that slept. */
  private void refuseReplaced(String reported) {
    if (source.partitions().stream().anyMatch(row -> row.topicId().equals(reported))) {
      throw PenstockException.user(
          "conflict-topic",
          "topic id %s of source %s was replaced by %s: read the topic's metadata again"
              .formatted(reported, source.row().name(), source.row().topicId().orElseThrow()));
    }
  }

  /**
   * The topic was deleted and created again: what of the old one was not landed is lost. Its
   * partitions stop until somebody accepts that, and so does an old one that the new topic lacks.
   */
  private void replaceTopic(String oldTopicId) {
    Set<Integer> reported =
        report.partitions().stream().map(PartitionReport::partition).collect(Collectors.toSet());
    for (PartitionReport partition : report.partitions()) {
      TopicPartitionRow.Key key = register(partition);
      old(oldTopicId, partition.partition())
          .ifPresent(
              old -> lose(key, Loss.Cause.TOPIC_RECREATED, old.position(), Optional.empty()));
    }
    source.partitions().stream()
        .filter(old -> old.topicId().equals(oldTopicId) && !reported.contains(old.partition()))
        .filter(old -> source.openLoss(old.topicPartition()).isEmpty())
        .forEach(old ->
            lose(
                key(old.topicPartition()),
                Loss.Cause.TOPIC_RECREATED,
                old.position(),
                Optional.empty()));
  }

  private Optional<TopicPartitionRow> old(String topicId, int partition) {
    return source.partitions().stream()
        .filter(row -> row.topicId().equals(topicId) && row.partition() == partition)
        .findFirst();
  }

  private void compare(PartitionReport partition) {
    Optional<TopicPartitionRow> known =
        source.find(new TopicPartition(report.topicId(), partition.partition()));
    if (known.isEmpty()) {
      register(partition);
      return;
    }
    TopicPartitionRow row = known.get();
    row.observeLog(partition.logStart(), partition.logEnd(), now);
    Optional<LossRow> open = source.openLoss(row.topicPartition());
    if (open.isPresent()) {
      widen(open.get(), partition);
    } else if (partition.logStart() > row.position()) {
      lose(
          key(row.topicPartition()),
          Loss.Cause.RETENTION,
          row.position(),
          Optional.of(partition.logStart()));
    } else if (row.truncated(now, truncationConfirmation)) {
      lose(
          key(row.topicPartition()),
          Loss.Cause.TRUNCATED,
          partition.logEnd(),
          Optional.of(row.position()));
    }
  }

  private static void widen(LossRow open, PartitionReport partition) {
    switch (open.cause()) {
      case RETENTION -> open.widen(open.from(), partition.logStart());
      case TRUNCATED -> open.widen(partition.logEnd(), open.to().orElseThrow());
      case TOPIC_RECREATED -> {}
    }
  }

  private TopicPartitionRow.Key register(PartitionReport partition) {
    TopicPartitionRow.Key key = key(new TopicPartition(report.topicId(), partition.partition()));
    registered.add(new TopicPartitionRow(key, partition.logStart(), partition.logEnd(), now));
    return key;
  }

  private void lose(TopicPartitionRow.Key key, Loss.Cause cause, long from, Optional<Long> to) {
    lost.add(new LossRow(key, cause, from, to, now));
  }

  private TopicPartitionRow.Key key(TopicPartition partition) {
    return TopicPartitionRow.Key.of(source.row().name(), partition);
  }

  private Uni<SourceState> write(Mutiny.Session session) {
    List<TopicPartitionRow> partitions = new ArrayList<>(source.partitions());
    partitions.addAll(registered);
    List<LossRow> losses = new ArrayList<>(source.openLosses());
    losses.addAll(lost);
    // The losses refer to the rows that were registered.
    return session
        .persistAll(registered.toArray())
        .chain(session::flush)
        .chain(() -> session.persistAll(lost.toArray()))
        .chain(session::flush)
        .chain(() -> Sequence.each(lost, loss -> announce(session, loss)))
        .map(done -> new SourceState(source.row(), partitions, losses));
  }

  private Uni<Void> announce(Mutiny.Session session, LossRow loss) {
    return Outbox.add(
        session,
        EventType.SOURCE_LOST,
        source.row().name(),
        new io.penstock.contracts.source.PartitionLoss(loss.topicPartition(), loss.loss()));
  }
}
