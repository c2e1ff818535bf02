package io.penstock.catalog.source;

import io.penstock.catalog.persistence.Cells;
import io.penstock.contracts.id.Windowing;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

  /** Those of every source, by its name. */
  static Uni<Map<String, List<Windowing>>> all(Mutiny.Session session) {
    return session
        .createNativeQuery("select source, windowing from source_windowing order by windowing")
        .getResultList()
        .map(rows ->
            rows.stream()
                .map(Cells::of)
                .collect(
                    Collectors.groupingBy(
                        row -> row.text(0),
                        Collectors.mapping(
                            row -> Windowing.parse(row.text(1)), Collectors.toList()))));
  }

  /**
   * Adds one; from then on every batch must count by it.
   *
   * @param recountTo the newest batch that is landed already
   */
  public static Uni<Void> add(
      Mutiny.Session session, String source, Windowing windowing, long recountTo) {
    return session
        .createNativeQuery(
            """
            insert into source_windowing (source, windowing, recount_to)
            values (:source, :windowing, :recountTo)
            """)
        .setParameter("source", source)
        .setParameter("windowing", windowing.text())
        .setParameter("recountTo", recountTo)
        .executeUpdate()
        .replaceWithVoid();
  }
}
