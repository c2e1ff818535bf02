package io.penstock.catalog.source;

import io.penstock.catalog.persistence.Cells;
import io.penstock.contracts.id.Windowing;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Every way in which the rows of a source must be counted: those of its pipelines. */
public final class SourceWindowings {
  private SourceWindowings() {}

  /** Their canonical texts, in order. */
  public static Uni<List<String>> of(Mutiny.Session session, String source) {
    return session
        .createNativeQuery(
            "select windowing from source_windowing where source = :source order by windowing")
        .setParameter("source", source)
        .getResultList()
        .map(rows -> rows.stream().map(row -> Cells.of(row).text(0)).toList());
  }

  /** Adds one; from then on every batch must count by it. */
  public static Uni<Void> add(Mutiny.Session session, String source, Windowing windowing) {
    return session
        .createNativeQuery(
            "insert into source_windowing (source, windowing) values (:source, :windowing)")
        .setParameter("source", source)
        .setParameter("windowing", windowing.text())
        .executeUpdate()
        .replaceWithVoid();
  }
}
