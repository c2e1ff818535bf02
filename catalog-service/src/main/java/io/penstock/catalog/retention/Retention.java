package io.penstock.catalog.retention;

import io.penstock.catalog.object.Tombstones;
import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.plan.WindowBatches;
import io.penstock.catalog.sweep.Tally;
import io.penstock.contracts.catalog.SweepReport;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.lake.store.ListedObject;
import io.penstock.lake.store.ObjectStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Deletes raw batches and quarantined rows that are too old. A raw batch stays as long as a build
 * in any version was made from it, or a window still may be ({@link WindowBatches}): it goes only
 * if all its rows are unplaced, or left out of their windows by pipelines that drop late rows, or
 * of no pipeline. Its row in the catalog stays, so that the ledgers still account for it: its rows
 * are late and left out of their windows for good, whatever the pipelines do with late rows later.
 */
@ApplicationScoped
class Retention {
  private static final Logger LOG = Logger.getLogger(Retention.class);
  private static final int CHUNK = 500;

  /** Batches {@code b} that nothing needs any more. */
  private static final String UNNEEDED =
      """
      not exists (select 1 from build_input i where i.source = b.source and i.seq = b.seq)
      and not exists
        (select 1 from source_windowing g
          where g.source = b.source and b.seq > g.recounted and b.seq <= g.recount_to)
      and not
      """
          + WindowBatches.MAY_BE_NEEDED;

  private final Database database;
  private final ObjectStore store;
  private final Tombstones tombstones;
  private final Clock clock;

  Retention(Database database, ObjectStore store, Tombstones tombstones, Clock clock) {
    this.database = database;
    this.store = store;
    this.tombstones = tombstones;
    this.clock = clock;
  }

  /**
   * Deletes what is older than these ages, or says what it would delete.
   *
   * @param raw age of raw batches; absent keeps them all
   * @param quarantine age of quarantined rows; absent keeps them all
   */
  SweepReport apply(boolean dryRun, Optional<Duration> raw, Optional<Duration> quarantine) {
    Tally tally = new Tally();
    Instant now = clock.instant();
    raw.ifPresent(age -> forgetRaw(dryRun, now.minus(age), tally));
    quarantine.ifPresent(age -> forgetQuarantine(dryRun, now.minus(age), tally));
    SweepReport report = tally.report(dryRun);
    LOG.infof(
        "Retention %s %d of %d objects",
        dryRun ? "would delete" : "deleted", report.sweptCount(), report.examined());
    return report;
  }

  private void forgetRaw(boolean dryRun, Instant before, Tally tally) {
    tally.examine(database.read(session -> countOld(session, before)));
    List<Map.Entry<ObjectKey, Long>> candidates =
        database.read(session -> unneeded(session, before));
    for (int from = 0; from < candidates.size(); from += CHUNK) {
      List<Map.Entry<ObjectKey, Long>> chunk =
          candidates.subList(from, Math.min(from + CHUNK, candidates.size()));
      List<ObjectKey> keys = chunk.stream().map(Map.Entry::getKey).toList();
      List<ObjectKey> gone = dryRun ? keys : delete(keys);
      Map<ObjectKey, Long> bytes = new HashMap<>();
      chunk.forEach(entry -> bytes.put(entry.getKey(), entry.getValue()));
      gone.forEach(key -> tally.sweep(key, bytes.getOrDefault(key, 0L)));
    }
  }

  private List<ObjectKey> delete(List<ObjectKey> keys) {
    long markedAt = System.nanoTime();
    List<ObjectKey> marked =
        database.transaction(session ->
            lock(session, keys)
                .chain(() -> markUnneeded(session, keys))
                .call(forgotten -> leaveOut(session, forgotten)));
    return tombstones.delete(marked, markedAt);
  }

  private static Uni<Long> countOld(Mutiny.QueryProducer session, Instant before) {
    return session
        .createNativeQuery(
            """
            select count(*) from batch b join object o on o.key = b.object_key and o.state = 'LIVE'
             where b.committed_at <= :before
            """)
        .setParameter("before", before)
        .getSingleResult()
        .map(row -> Cells.of(row).number(0));
  }

  private static Uni<List<Map.Entry<ObjectKey, Long>>> unneeded(
      Mutiny.QueryProducer session, Instant before) {
    return session
        .createNativeQuery(
            """
            select b.object_key, b.bytes
              from batch b
              join object o on o.key = b.object_key and o.state = 'LIVE'
             where b.committed_at <= :before and
            """
                + UNNEEDED
                + " order by b.object_key")
        .setParameter("before", before)
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(Cells::of)
                .map(row -> Map.entry(new ObjectKey(row.text(0)), row.number(1)))
                .toList());
  }

  /**
   * Waits for publications that are about to refer to the batches, for pipelines that are about to
   * count them by other windows, and for batches of the same sources; later ones find them gone.
   */
  private static Uni<Integer> lock(Mutiny.QueryProducer session, List<ObjectKey> keys) {
    return session
        .createNativeQuery("select 1 from pg_advisory_xact_lock(hashtext('pipeline'))")
        .getResultList()
        .chain(() -> lockSources(session, keys))
        .chain(() -> lockObjects(session, keys));
  }

  private static Uni<Integer> lockSources(Mutiny.QueryProducer session, List<ObjectKey> keys) {
    return session
        .createNativeQuery(
            """
            select s.name from source s
             where s.name in
                   (select b.source from batch b
                     where b.object_key in
                       (select json_array_elements_text(cast(cast(:keys as text) as json))))
             order by s.name
               for update
            """)
        .setParameter("keys", Json.text(keys))
        .getResultList()
        .map(List::size);
  }

  private static Uni<Integer> lockObjects(Mutiny.QueryProducer session, List<ObjectKey> keys) {
    return session
        .createNativeQuery(
            """
            select key from object
             where key in (select json_array_elements_text(cast(cast(:keys as text) as json)))
             order by key
               for update
            """)
        .setParameter("keys", Json.text(keys))
        .getResultList()
        .map(List::size);
  }

  private static Uni<List<ObjectKey>> markUnneeded(
      Mutiny.QueryProducer session, List<ObjectKey> keys) {
    return session
        .createNativeQuery(
            """
            update object o
               set state = 'SWEPT', at = clock_timestamp()
              from batch b
             where b.object_key = o.key and o.state = 'LIVE'
               and o.key in (select json_array_elements_text(cast(cast(:keys as text) as json)))
               and
            """
                + UNNEEDED
                + " returning o.key")
        .setParameter("keys", Json.text(keys))
        .getResultList()
        .map(rows -> rows.stream().map(Cells::of).map(row -> new ObjectKey(row.text(0))).toList());
  }

  /** No window waits for these any more: its newest batch is the newest that is there. */
  private static Uni<Integer> leaveOut(Mutiny.QueryProducer session, List<ObjectKey> forgotten) {
    return session
        .createNativeQuery(
            """
            update source_window s
               set last_seq = there.seq
              from (select w.source, w.windowing, w.window_start, max(w.seq) as seq
                      from (select distinct g.source, g.windowing, g.window_start
                              from batch b
                              join batch_window g on g.source = b.source and g.seq = b.seq
                             where b.object_key in
                               (select json_array_elements_text(cast(cast(:keys as text) as json)))
                           ) touched
                      join batch_window w using (source, windowing, window_start)
                      join batch b on b.source = w.source and b.seq = w.seq
                      join object o on o.key = b.object_key and o.state = 'LIVE'
                     group by w.source, w.windowing, w.window_start) there
             where s.source = there.source and s.windowing = there.windowing
               and s.window_start = there.window_start
            """)
        .setParameter("keys", Json.text(forgotten))
        .executeUpdate();
  }

  private void forgetQuarantine(boolean dryRun, Instant before, Tally tally) {
    List<ListedObject> chunk = new ArrayList<>();
    try (Stream<ListedObject> objects = store.list(ObjectLayout.QUARANTINE)) {
      objects.forEach(object -> {
        tally.examine(1);
        if (!object.lastModified().isAfter(before)) {
          chunk.add(object);
        }
        if (chunk.size() == CHUNK) {
          forget(dryRun, chunk, tally);
          chunk.clear();
        }
      });
    }
    forget(dryRun, chunk, tally);
  }

  private void forget(boolean dryRun, List<ListedObject> chunk, Tally tally) {
    if (chunk.isEmpty()) {
      return;
    }
    if (!dryRun) {
      List<ObjectKey> keys = chunk.stream().map(ListedObject::key).toList();
      long markedAt = System.nanoTime();
      List<ObjectKey> marked =
          database.transaction(
              session -> release(session, keys).chain(() -> Tombstones.mark(session, keys)));
      List<ObjectKey> gone = tombstones.delete(marked, markedAt);
      chunk.stream().filter(object -> gone.contains(object.key())).forEach(tally::sweep);
    } else {
      chunk.forEach(tally::sweep);
    }
  }

  /** Quarantined rows are a copy of raw ones: no version needs them to be made again. */
  private static Uni<Integer> release(Mutiny.QueryProducer session, List<ObjectKey> keys) {
    return session
        .createNativeQuery(
            """
            update object set state = 'SWEPT', at = clock_timestamp()
             where state = 'LIVE'
               and key in (select json_array_elements_text(cast(cast(:keys as text) as json)))
            """)
        .setParameter("keys", Json.text(keys))
        .executeUpdate();
  }
}
