package io.penstock.catalog.batch;

import io.penstock.catalog.persistence.FingerprintColumns;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.WindowingCounts;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** The rows that a batch writes beside its own, each kind in one statement. */
final class BatchWrites {
  private BatchWrites() {}

  private record UnplacedCount(String status, long rows, String sum) {}

  private record PlacedCount(
      String windowing, long startSecond, long endSecond, long rows, String sum) {}

  /**
   * Claims the object for the batch.
   *
   * @throws PenstockException USER {@code conflict-swept} if the sweeper was first
   */
  static Uni<Void> claim(Mutiny.Session session, StoredObject object, Instant now) {
    return session
        .createNativeQuery(
            """
            insert into object (key, state, sha256, bytes, at)
            values (:key, 'LIVE', :sha256, :bytes, :now)
            on conflict (key) do nothing
            """)
        .setParameter("key", object.key().value())
        .setParameter("sha256", object.sha256().hex())
        .setParameter("bytes", object.bytes())
        .setParameter("now", now)
        .executeUpdate()
        .invoke(inserted -> {
          if (inserted == 0) {
            throw PenstockException.user(
                "conflict-swept",
                "%s was swept: write the batch again with other limits".formatted(object.key()));
          }
        })
        .replaceWithVoid();
  }

  static Uni<Void> unplaced(Mutiny.Session session, String source, long seq, BatchCommit commit) {
    List<UnplacedCount> counts =
        commit.unplaced().entrySet().stream()
            .filter(entry -> entry.getValue().count() > 0)
            .map(entry ->
                new UnplacedCount(
                    entry.getKey().text(), entry.getValue().count(), sum(entry.getValue())))
            .toList();
    if (counts.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return session
        .createNativeQuery(
            """
            insert into batch_unplaced (source, seq, status, rows, sum)
            select :source, :seq, c.status, c.rows, c.sum
              from jsonb_to_recordset(cast(cast(:counts as text) as jsonb)) as c(status text, rows bigint, sum numeric)
            """)
        .setParameter("source", source)
        .setParameter("seq", seq)
        .setParameter("counts", Json.text(counts))
        .executeUpdate()
        .replaceWithVoid();
  }

  /**
   * Writes the rows of a batch by window.
   *
   * @param committedAt when the batch was committed
   */
  static Uni<Void> windows(
      Mutiny.Session session,
      String source,
      long seq,
      List<WindowingCounts> windowings,
      Instant committedAt) {
    String counts = Json.text(placed(windowings));
    return session
        .createNativeQuery(
            """
            insert into batch_window (source, windowing, window_start, window_end, seq, rows, sum)
            select :source, c.windowing, to_timestamp(c."startSecond"), to_timestamp(c."endSecond"),
                   :seq, c.rows, c.sum
              from jsonb_to_recordset(cast(cast(:counts as text) as jsonb))
                as c(windowing text, "startSecond" bigint, "endSecond" bigint, rows bigint, sum numeric)
            """)
        .setParameter("source", source)
        .setParameter("seq", seq)
        .setParameter("counts", counts)
        .executeUpdate()
        .chain(() ->
            session
                .createNativeQuery(
                    """
                    insert into source_window (source, windowing, window_start, window_end, last_seq, last_at)
                    select source, windowing, window_start, window_end, seq, :committedAt
                      from batch_window
                     where source = :source and seq = :seq
                    on conflict (source, windowing, window_start)
                    do update set last_seq = greatest(source_window.last_seq, excluded.last_seq),
                                  last_at = greatest(source_window.last_at, excluded.last_at)
                    """)
                .setParameter("source", source)
                .setParameter("seq", seq)
                .setParameter("committedAt", committedAt)
                .executeUpdate())
        .replaceWithVoid();
  }

  private static List<PlacedCount> placed(List<WindowingCounts> windowings) {
    return windowings.stream()
        .flatMap(counts ->
            counts.windows().stream()
                .map(count ->
                    new PlacedCount(
                        counts.windowing().text(),
                        count.window().start().getEpochSecond(),
                        count.window().end().getEpochSecond(),
                        count.rows().count(),
                        sum(count.rows()))))
        .collect(Collectors.toList());
  }

  /** As text, because a JSON number would lose digits on some readers. */
  private static String sum(Fingerprint fingerprint) {
    return FingerprintColumns.of(fingerprint).sum().toPlainString();
  }
}
