package io.penstock.catalog.publication;

import io.penstock.catalog.persistence.Cells;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The batches that the builds of a version were made from.
 *
 * @param source the source's name
 * @param dataset the dataset's name
 * @param next the version
 */
record BuildInputs(String source, String dataset, NextVersion next) {
  private record InputRow(String build, long seq, String key, String sha256) {}

  /** Remembers the batches that the builds were made from; all are still there and stay there. */
  Uni<Void> write(Mutiny.QueryProducer session) {
    List<InputRow> inputs = new ArrayList<>();
    Map<Long, InputRow> batches = new TreeMap<>();
    for (FinishedBuild build : next.added()) {
      build
          .plan()
          .batches()
          .forEach(batch -> {
            InputRow row =
                new InputRow(
                    build.buildId().hex(),
                    batch.seq(),
                    batch.object().key().value(),
                    batch.object().sha256().hex());
            inputs.add(row);
            batches.put(batch.seq(), row);
          });
    }
    return session
        .createNativeQuery(
            """
            select count(*) from (
              select 1
                from json_to_recordset(cast(cast(:rows as text) as json))
                  as r(seq bigint, key text, sha256 text)
                join batch b on b.source = :source and b.seq = r.seq
                            and b.object_key = r.key and b.sha256 = r.sha256
                join object o on o.key = b.object_key and o.state = 'LIVE'
               order by o.key
                 for share of o) held
            """)
        .setParameter("rows", Json.text(batches.values()))
        .setParameter("source", source)
        .getSingleResult()
        .invoke(held -> requireInputs(Cells.of(held).number(0), batches.size()))
        .chain(() ->
            session
                .createNativeQuery(
                    """
                    insert into build_input (build_id, source, seq)
                    select r.build, :source, r.seq
                      from json_to_recordset(cast(cast(:rows as text) as json))
                        as r(build text, seq bigint)
                    on conflict do nothing
                    """)
                .setParameter("rows", Json.text(inputs))
                .setParameter("source", source)
                .executeUpdate())
        .replaceWithVoid();
  }

  private void requireInputs(long held, int expected) {
    if (held != expected) {
      throw PenstockException.internal(
          "inputs-missing",
          "Only %d of the %d batches that version %d of %s is made from are in the catalog"
              .formatted(held, expected, next.number(), dataset));
    }
  }
}
