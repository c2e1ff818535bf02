package io.penstock.catalog.quarantine;

import io.penstock.catalog.persistence.Cells;
import io.penstock.contracts.quarantine.HeldRows;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** The rows that replays of others hold in quarantine. */
public final class HeldWindows {
  private HeldWindows() {}

  /** Those of a pipeline, by the start of their windows; windows that hold none are left out. */
  public static Uni<Map<Instant, HeldRows>> of(Mutiny.QueryProducer session, String pipeline) {
    return session
        .createNativeQuery(
            "select window_start, held from window_held where pipeline = :pipeline and held is not null")
        .setParameter("pipeline", pipeline)
        .getResultList()
        .map(rows -> {
          Map<Instant, HeldRows> held = new HashMap<>();
          rows.stream()
              .map(Cells::of)
              .forEach(
                  row -> Replays.held(row, 1).ifPresent(found -> held.put(row.instant(0), found)));
          return held;
        });
  }
}
