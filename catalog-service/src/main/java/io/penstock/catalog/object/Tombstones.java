package io.penstock.catalog.object;

import io.penstock.catalog.Concurrently;
import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Database;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.lake.store.ObjectStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Deletes objects for good, which is the sweeper's half of the agreement with those who commit
 * keys: first a transaction marks the keys as SWEPT, then the objects go.
 */
@ApplicationScoped
public class Tombstones {
  /**
   * How long after it marked a key a sweeper may still delete the object. One that was held up
   * longer leaves it to the next sweep.
   */
  static final Duration DELETE_WITHIN = Duration.ofMinutes(1);

  private final Database database;
  private final ObjectStore store;

  Tombstones(Database database, ObjectStore store) {
    this.database = database;
    this.store = store;
  }

  /**
   * Marks keys as SWEPT in the caller's transaction; those that are LIVE stay so.
   *
   * @return the keys that are the caller's to delete after the transaction
   */
  public static Uni<List<ObjectKey>> mark(
      Mutiny.QueryProducer session, Collection<ObjectKey> keys) {
    return session
        .createNativeQuery(
            """
            insert into object (key, state, at)
            select k, 'SWEPT', clock_timestamp()
              from json_array_elements_text(cast(cast(:keys as text) as json)) as k
             order by k
            on conflict (key) do update
               set at = excluded.at, deleted_at = null
             where object.state = 'SWEPT'
            returning key
            """)
        .setParameter("keys", Json.text(keys))
        .getResultList()
        .map(rows -> rows.stream().map(Cells::of).map(row -> new ObjectKey(row.text(0))).toList());
  }

  /**
   * Deletes objects that were just marked, several at a time, and remembers that they are gone.
   *
   * @param markedAtNanos {@link System#nanoTime} from before they were marked
   * @return the keys that were deleted
   */
  public List<ObjectKey> delete(Collection<ObjectKey> marked, long markedAtNanos) {
    List<ObjectKey> deleted =
        Concurrently.map(marked, key -> delete(key, markedAtNanos)).stream()
            .flatMap(Optional::stream)
            .toList();
    if (!deleted.isEmpty()) {
      database.transaction(session -> remember(session, deleted));
    }
    return deleted;
  }

  private Optional<ObjectKey> delete(ObjectKey key, long markedAtNanos) {
    if (System.nanoTime() - markedAtNanos > DELETE_WITHIN.toNanos()) {
      return Optional.empty();
    }
    store.delete(Objects.requireNonNull(key));
    return Optional.of(key);
  }

  private static Uni<Integer> remember(Mutiny.QueryProducer session, List<ObjectKey> keys) {
    return session
        .createNativeQuery(
            """
            update object set deleted_at = clock_timestamp()
             where state = 'SWEPT'
               and key in (select json_array_elements_text(cast(cast(:keys as text) as json)))
            """)
        .setParameter("keys", Json.text(keys))
        .executeUpdate();
  }
}
