package io.penstock.catalog.batch;

import io.penstock.catalog.outbox.Outbox;
import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.persistence.Sequence;
import io.penstock.catalog.source.SourceState;
import io.penstock.catalog.watermark.WatermarkAdvance;
import io.penstock.contracts.event.EventType;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.source.WindowingCounts;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Counts batches by a windowing that came after them. They are taken in the order of their seqs,
 * each in a transaction of its own that moves {@code recounted} by one: however many catalogs do
 * it, and however often they are killed, each batch counts once. No window of the windowing is due
 * before its last batch is counted.
 */
@ApplicationScoped
class Recounts {
  private static final Logger LOG = Logger.getLogger(Recounts.class);

  private final Database database;
  private final RawCounts raw;
  private final WatermarkAdvance watermark;
  private final Clock clock;

  Recounts(Database database, RawCounts raw, WatermarkAdvance watermark, Clock clock) {
    this.database = database;
    this.raw = raw;
    this.watermark = watermark;
    this.clock = clock;
  }

  /** The next batch of every windowing that is not counted to its end. */
  List<UncountedBatch> next() {
    return database.read(session ->
        session
            .createNativeQuery(
                """
                select g.source, g.windowing, b.seq, b.topic_id, b.partition, b.object_key, b.sha256,
                       b.bytes, b.landed_rows, b.landed_sum, u.rows, u.sum, b.committed_at
                  from source_windowing g
                  join batch b on b.source = g.source and b.seq = g.recounted + 1
                 cross join lateral
                       (select sum(rows) as rows, sum(sum) as sum from batch_unplaced
                         where source = b.source and seq = b.seq) u
                 where g.recounted < g.recount_to
                 order by g.source, g.windowing
                """)
            .getResultList()
            .map(rows -> rows.stream().map(Cells::of).map(Recounts::batch).toList()));
  }

  private static UncountedBatch batch(Cells row) {
    return new UncountedBatch(
        row.text(0),
        Windowing.parse(row.text(1)),
        row.number(2),
        new TopicPartition(new TopicId(row.text(3)), row.integer(4)),
        new StoredObject(new ObjectKey(row.text(5)), new Sha256(row.text(6)), row.number(7)),
        row.fingerprint(8, 9),
        row.fingerprint(10, 11),
        row.instant(12));
  }

  /** Counts a batch, unless another catalog was faster. */
  void count(UncountedBatch batch) {
    WindowingCounts counts = raw.of(batch);
    Instant now = clock.instant();
    boolean last =
        database.transaction(session ->
            SourceState.lock(session, batch.source())
                .chain(state ->
                    move(session, batch)
                        .chain(moved ->
                            moved
                                ? write(session, state, batch, counts, now)
                                : Uni.createFrom().item(false))));
    if (last) {
      LOG.infof("source %s is counted by windows of %s", batch.source(), batch.windowing().text());
    }
  }

  private static Uni<Boolean> move(Mutiny.Session session, UncountedBatch batch) {
    return session
        .createNativeQuery(
            """
            update source_windowing set recounted = :seq
             where source = :source and windowing = :windowing and recounted = :seq - 1
            """)
        .setParameter("seq", batch.seq())
        .setParameter("source", batch.source())
        .setParameter("windowing", batch.windowing().text())
        .executeUpdate()
        .map(updated -> updated == 1);
  }

  /** Whether it was the last batch. */
  private Uni<Boolean> write(
      Mutiny.Session session,
      SourceState source,
      UncountedBatch batch,
      WindowingCounts counts,
      Instant now) {
    return BatchWrites.windows(
            session, batch.source(), batch.seq(), List.of(counts), batch.committedAt())
        .chain(() -> waiting(session, batch))
        .call(pipelines ->
            pipelines.isEmpty()
                ? Uni.createFrom().voidItem()
                : finish(session, source, batch, pipelines, now))
        .map(pipelines -> !pipelines.isEmpty());
  }

  /** The pipelines whose windows are complete now. */
  private static Uni<List<String>> waiting(Mutiny.Session session, UncountedBatch batch) {
    return session
        .createNativeQuery(
            """
            select p.name
              from pipeline p
              join source_windowing g on g.source = p.source and g.windowing = p.windowing
             where p.source = :source and p.windowing = :windowing and g.recounted = g.recount_to
             order by p.name
            """)
        .setParameter("source", batch.source())
        .setParameter("windowing", batch.windowing().text())
        .getResultList()
        .map(rows -> rows.stream().map(row -> Cells.of(row).text(0)).toList());
  }

  /** The last window of a completed source may end later than those that were known. */
  private Uni<Void> finish(
      Mutiny.Session session,
      SourceState source,
      UncountedBatch batch,
      List<String> pipelines,
      Instant now) {
    source.row().completeAnew();
    return watermark
        .advance(session, source, now)
        .chain(() ->
            Sequence.each(
                pipelines,
                pipeline ->
                    Outbox.add(
                        session,
                        EventType.PIPELINE_DUE,
                        pipeline,
                        Map.of("source", batch.source()))));
  }
}
