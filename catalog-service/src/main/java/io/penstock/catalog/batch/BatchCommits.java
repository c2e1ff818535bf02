package io.penstock.catalog.batch;

import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.source.LossRow;
import io.penstock.catalog.source.SourceState;
import io.penstock.catalog.source.SourceWindowings;
import io.penstock.catalog.source.TopicPartitionRow;
import io.penstock.catalog.watermark.WatermarkAdvance;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.BatchReceipt;
import io.penstock.contracts.source.WindowingCounts;
import io.penstock.runtime.failpoint.Failpoint;
import io.penstock.runtime.trace.Traces;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Makes batches part of their source. Everything about a batch is one transaction under the
 * source's lock: position, seq, counts, watermark, and the events about windows that closed.
 */
@ApplicationScoped
class BatchCommits {
  private final Database database;
  private final WatermarkAdvance watermark;
  private final Clock clock;

  BatchCommits(Database database, WatermarkAdvance watermark, Clock clock) {
    this.database = database;
    this.watermark = watermark;
    this.clock = clock;
  }

  /**
   * Commits a batch. If it brings records that retention was thought to have taken before they were
   * landed, they are not lost: the loss shrinks by them, and is gone once nothing of it is left.
   * Repeating it (the same key and SHA-256) changes nothing, whatever happened in between.
   *
   * @throws PenstockException USER {@code conflict-position}, {@code conflict-swept}, {@code
   *     conflict-windowing}, {@code conflict-lost}, {@code unknown-source}, {@code
   *     unknown-topic-partition}, {@code bad-batch}
   */
  BatchReceipt commit(String source, BatchCommit commit) {
    BatchChecks.check(source, commit);
    Failpoint.hit("catalog.commit.before");
    Instant now = clock.instant();
    BatchReceipt receipt =
        database.transaction(session ->
            SourceState.lock(session, source)
                .chain(state -> commitOnce(session, state, commit, now)));
    Failpoint.hit("catalog.commit.after");
    return receipt;
  }

  private Uni<BatchReceipt> commitOnce(
      Mutiny.Session session, SourceState source, BatchCommit commit, Instant now) {
    return session
        .createSelectionQuery("from BatchRow where objectKey = :key", BatchRow.class)
        .setParameter("key", commit.object().key().value())
        .getSingleResultOrNull()
        .chain(before ->
            before == null
                ? commitFirst(session, source, commit, now)
                : Uni.createFrom().item(repeat(source, before, commit)));
  }

  private static BatchReceipt repeat(SourceState source, BatchRow before, BatchCommit commit) {
    if (!before.object().equals(commit.object())) {
      throw PenstockException.internal(
          "object-conflict",
          "%s is committed with SHA-256 %s, not %s"
              .formatted(
                  commit.object().key(), before.object().sha256(), commit.object().sha256()));
    }
    long position = source.find(commit.partition()).orElseThrow().position();
    return new BatchReceipt(before.seq(), position, true);
  }

  private Uni<BatchReceipt> commitFirst(
      Mutiny.Session session, SourceState source, BatchCommit commit, Instant now) {
    TopicPartitionRow partition = expect(source, commit);
    String name = source.row().name();
    return SourceWindowings.of(session, name)
        .invoke(needed -> BatchChecks.checkWindowings(commit, needed))
        .call(() -> BatchWrites.claim(session, commit.object(), now))
        .chain(windowings -> write(session, source, partition, commit, windowings, now));
  }

  private static TopicPartitionRow expect(SourceState source, BatchCommit commit) {
    TopicPartitionRow partition =
        source
            .find(commit.partition())
            .orElseThrow(() ->
                PenstockException.user(
                    "unknown-topic-partition",
                    "Source %s has no topic-partition %s: report the topic first."
                        .formatted(source.row().name(), commit.partition())));
    if (!source.takes(partition, commit.from())) {
      throw PenstockException.user(
          "conflict-lost",
          "%s is stopped because positions were lost: see GET /api/v1/sources/%s/losses"
              .formatted(commit.partition(), source.row().name()));
    }
    if (partition.position() != commit.from()) {
      throw PenstockException.user(
          "conflict-position",
          "%s is landed up to %d, but the batch starts at %d: seek there"
              .formatted(commit.partition(), partition.position(), commit.from()));
    }
    return partition;
  }

  private Uni<BatchReceipt> write(
      Mutiny.Session session,
      SourceState source,
      TopicPartitionRow partition,
      BatchCommit commit,
      List<String> windowings,
      Instant now) {
    String name = source.row().name();
    long seq = source.row().nextSeq();
    partition.land(commit.to(), commit.maxEventTime(), commit.leaderEpoch());
    Optional<LossRow> landedAfterAll =
        source.openLoss(commit.partition()).filter(loss -> loss.shrink(commit.to()));
    return landedAfterAll
        .map(session::remove)
        .orElseGet(() -> Uni.createFrom().voidItem())
        .chain(() -> session.persist(new BatchRow(name, seq, commit, now, Traces.current())))
        .chain(session::flush)
        .chain(() -> BatchWrites.unplaced(session, name, seq, commit))
        .chain(() -> BatchWrites.windows(session, name, seq, needed(commit, windowings), now))
        .chain(() ->
            watermark.advance(
                session, landedAfterAll.map(source::without).orElse(source), seq, now))
        .map((Optional<Instant> moved) -> new BatchReceipt(seq, partition.position(), false));
  }

  /** Counts by windowings that the source does not need are left out. */
  private static List<WindowingCounts> needed(BatchCommit commit, List<String> windowings) {
    return commit.windows().stream()
        .filter(counts -> windowings.contains(counts.windowing().text()))
        .toList();
  }
}
