package io.penstock.catalog.sweep;

import io.penstock.catalog.persistence.Cells;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.reactive.mutiny.Mutiny;

/** Tells which of some objects nothing refers to and nobody still needs. */
final class Orphans {
  private Orphans() {}

  /** How far a build is that objects name. */
  private enum Owner {
    PLANNED,
    ENDED
  }

  /** The orphans among these keys. */
  static Uni<List<ObjectKey>> among(Mutiny.QueryProducer session, Collection<ObjectKey> keys) {
    return owners(session, keys)
        .chain(owners ->
            live(session, keys)
                .map(live ->
                    keys.stream()
                        .filter(key -> !live.contains(key.value()))
                        .filter(key -> !needed(key, owners))
                        .toList()));
  }

  /**
   * Like {@link #among}, and keeps their builds from being planned again before the caller's
   * transaction ends. The planner takes the lock of the pipeline first; by the time it has it, it
   * sees what was marked.
   */
  static Uni<List<ObjectKey>> lockAmong(Mutiny.QueryProducer session, Collection<ObjectKey> keys) {
    return session
        .createNativeQuery(
            """
            select name from pipeline
             where name in (select pipeline from build
                             where substr(build_id, 1, 16) = any(string_to_array(:ids, ',')))
             order by name
               for share
            """)
        .setParameter("ids", String.join(",", builds(keys)))
        .getResultList()
        .chain(() -> among(session, keys));
  }

  private static boolean needed(ObjectKey key, Map<String, Owner> owners) {
    StoredThing thing = StoredThing.of(key);
    return thing
        .shortBuildId()
        .map(owners::get)
        .map(owner ->
            switch (thing.kind()) {
              case UNOWNED -> false;
              case OUTCOME, WORK -> owner == Owner.PLANNED;
              case RECORD -> true;
            })
        .orElse(false);
  }

  private static Set<String> builds(Collection<ObjectKey> keys) {
    Set<String> ids = new TreeSet<>();
    keys.forEach(key -> StoredThing.of(key).shortBuildId().ifPresent(ids::add));
    return ids;
  }

  private static Uni<Map<String, Owner>> owners(
      Mutiny.QueryProducer session, Collection<ObjectKey> keys) {
    return session
        .createNativeQuery(
            """
            select substr(build_id, 1, 16), state = 'planned'
              from build
             where substr(build_id, 1, 16) = any(string_to_array(:ids, ','))
            """)
        .setParameter("ids", String.join(",", builds(keys)))
        .getResultList()
        .map(rows -> {
          Map<String, Owner> owners = new HashMap<>();
          rows.stream()
              .map(Cells::of)
              .forEach(row ->
                  owners.merge(
                      row.text(0),
                      row.flag(1) ? Owner.PLANNED : Owner.ENDED,
                      (a, b) -> a == Owner.PLANNED ? a : b));
          return owners;
        });
  }

  private static Uni<Set<String>> live(Mutiny.QueryProducer session, Collection<ObjectKey> keys) {
    return session
        .createNativeQuery(
            """
            select key from object
             where state = 'LIVE'
               and key in (select json_array_elements_text(cast(cast(:keys as text) as json)))
            """)
        .setParameter("keys", Json.text(keys))
        .getResultList()
        .map(rows -> {
          Set<String> live = new HashSet<>();
          rows.forEach(row -> live.add(Cells.of(row).text(0)));
          return live;
        });
  }
}
