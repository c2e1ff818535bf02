package io.penstock.catalog.object;

import io.penstock.catalog.persistence.Cells;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.StoredObject;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Makes objects part of the catalog, which is one half of the agreement with the sweeper: a
 * transaction that refers to an object inserts its key as LIVE, the sweeper inserts it as SWEPT
 * before it deletes, and whichever is second fails.
 */
public final class LiveObjects {
  /**
   * How long a deleted key stays refused. A build that is made again writes the same keys; by then
   * no sweeper is left that decided to delete the earlier object and has not done so, because each
   * gives up after {@link Tombstones#DELETE_WITHIN}.
   */
  static final Duration REVIVAL_AFTER = Duration.ofMinutes(10);

  private record Row(String key, String sha256, long bytes) {}

  private LiveObjects() {}

  /**
   * Inserts objects as LIVE in the caller's transaction; those that are LIVE already stay so. The
   * objects must have been seen in the store in the minutes before.
   *
   * <p>Fails with EXTERNAL {@code object-swept} if the sweeper has one of the keys, and with
   * INTERNAL {@code object-conflict} if a key is known with another SHA-256.
   */
  public static Uni<Void> add(Mutiny.QueryProducer session, Collection<StoredObject> objects) {
    Map<String, Row> rows = new TreeMap<>();
    for (StoredObject object : objects) {
      rows.put(
          object.key().value(),
          new Row(object.key().value(), object.sha256().hex(), object.bytes()));
    }
    if (rows.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    String json = Json.text(rows.values());
    return insert(session, json)
        .chain(() -> refused(session, json))
        .invoke(LiveObjects::requireNone)
        .replaceWithVoid();
  }

  private static Uni<Integer> insert(Mutiny.QueryProducer session, String rows) {
    return session
        .createNativeQuery(
            """
            insert into object (key, state, sha256, bytes, at)
            select r.key, 'LIVE', r.sha256, r.bytes, clock_timestamp()
              from json_to_recordset(cast(cast(:rows as text) as json))
                as r(key text, sha256 text, bytes bigint)
             order by r.key
            on conflict (key) do update
               set state = 'LIVE', sha256 = excluded.sha256, bytes = excluded.bytes,
                   at = excluded.at, deleted_at = null
             where object.state = 'SWEPT'
               and coalesce(object.deleted_at, object.at)
                   < clock_timestamp() - make_interval(secs => :revival)
            """)
        .setParameter("rows", rows)
        .setParameter("revival", (double) REVIVAL_AFTER.toSeconds())
        .executeUpdate();
  }

  private static Uni<List<Object>> refused(Mutiny.QueryProducer session, String rows) {
    return session
        .createNativeQuery(
            """
            select o.key, o.state
              from json_to_recordset(cast(cast(:rows as text) as json))
                as r(key text, sha256 text, bytes bigint)
              join object o on o.key = r.key
             where o.state <> 'LIVE' or o.sha256 <> r.sha256
             order by o.key
            """)
        .setParameter("rows", rows)
        .getResultList();
  }

  private static void requireNone(List<Object> refused) {
    if (!refused.isEmpty()) {
      Cells first = Cells.of(refused.getFirst());
      if (first.text(1).equals("SWEPT")) {
        throw PenstockException.external(
            "object-swept",
            "The sweeper has taken %d objects, such as %s: they have to be written again"
                .formatted(refused.size(), first.text(0)));
      }
      throw PenstockException.internal(
          "object-conflict", "The catalog knows " + first.text(0) + " with another SHA-256");
    }
  }
}
