package io.penstock.catalog.source;

import io.penstock.catalog.persistence.Cells;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.ledger.SourceLedger;
import io.penstock.contracts.source.RowStatus;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;

/** Sums up the account of a source from its batches. */
final class SourceLedgers {
  private SourceLedgers() {}

  /**
   * The ledger, from batches up to the newest one that was committed when it was asked for: all
   * terms see the same batches.
   */
  static Uni<SourceLedger> of(Mutiny.Session session, SourceRow source) {
    return landed(session, source)
        .chain(landed ->
            unplaced(session, source)
                .chain(unplaced ->
                    windowed(session, source)
                        .chain(windowed ->
                            losses(session, source)
                                .map(losses ->
                                    new SourceLedger(
                                        new SourceName(source.name()),
                                        landed,
                                        windowed,
                                        unplaced,
                                        losses.stream().map(LossRow::loss).toList())))));
  }

  private static Uni<Fingerprint> landed(Mutiny.Session session, SourceRow source) {
    return session
        .createNativeQuery(
            """
            select sum(landed_rows), sum(landed_sum) from batch where source = :source and seq <= :seq
            """)
        .setParameter("source", source.name())
        .setParameter("seq", source.lastSeq())
        .getSingleResult()
        .map(row -> Cells.of(row).fingerprint(0, 1));
  }

  private static Uni<Map<RowStatus, Fingerprint>> unplaced(
      Mutiny.Session session, SourceRow source) {
    return session
        .createNativeQuery(
            """
            select status, sum(rows), sum(sum) from batch_unplaced
             where source = :source and seq <= :seq group by status
            """)
        .setParameter("source", source.name())
        .setParameter("seq", source.lastSeq())
        .getResultList()
        .map(rows -> {
          Map<RowStatus, Fingerprint> sums = new TreeMap<>();
          rows.stream()
              .map(Cells::of)
              .forEach(row ->
                  sums.put(
                      RowStatus.valueOf(row.text(0).toUpperCase(Locale.ROOT)),
                      row.fingerprint(1, 2)));
          return sums;
        });
  }

  /** Every windowing stands in the answer, one without rows too, once all batches are counted. */
  private static Uni<Map<String, Fingerprint>> windowed(Mutiny.Session session, SourceRow source) {
    return session
        .createNativeQuery(
            """
            select g.windowing, sum(w.rows), sum(w.sum)
              from source_windowing g
              left join batch_window w
                on w.source = g.source and w.windowing = g.windowing and w.seq <= :seq
             where g.source = :source
               and g.recounted = g.recount_to
             group by g.windowing
            """)
        .setParameter("source", source.name())
        .setParameter("seq", source.lastSeq())
        .getResultList()
        .map(rows -> {
          Map<String, Fingerprint> sums = new TreeMap<>();
          rows.stream().map(Cells::of).forEach(row -> sums.put(row.text(0), row.fingerprint(1, 2)));
          return sums;
        });
  }

  private static Uni<List<LossRow>> losses(Mutiny.Session session, SourceRow source) {
    return session
        .createSelectionQuery("from LossRow where source = :source order by id", LossRow.class)
        .setParameter("source", source.name())
        .getResultList();
  }
}
