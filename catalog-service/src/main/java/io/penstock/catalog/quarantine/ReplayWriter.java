package io.penstock.catalog.quarantine;

import io.penstock.catalog.object.LiveObjects;
import io.penstock.catalog.outbox.Outbox;
import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.TimeText;
import io.penstock.catalog.pipeline.Pipelines;
import io.penstock.catalog.plan.PlanInputs;
import io.penstock.catalog.quarantine.Replays.Decision;
import io.penstock.contracts.event.EventType;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.quarantine.HeldRows;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Writes what a replay decided, and asks for the builds, in one transaction: plans and publications
 * of the pipeline wait for it.
 */
final class ReplayWriter {
  private static final String ROWS =
      """
      json_to_recordset(cast(cast(:rows as text) as json))
        as r(start timestamptz, "end" timestamptz, live text, "beforeBase" text, "beforeKey" text,
             key text, held text)
      """;

  private final Mutiny.Session session;
  private final PlanInputs inputs;
  private final Instant now;

  ReplayWriter(Mutiny.Session session, PlanInputs inputs, Instant now) {
    this.session = session;
    this.inputs = inputs;
    this.now = now;
  }

  private record Row(
      String start,
      String end,
      String live,
      Optional<String> beforeBase,
      Optional<String> beforeKey,
      Optional<String> key,
      Optional<String> held) {
    static Row of(ReplayDivision.Part part) {
      Optional<Decision> before = part.standing().before();
      return new Row(
          TimeText.of(part.standing().quarantine().window().start()),
          TimeText.of(part.standing().quarantine().window().end()),
          part.standing().live().hex(),
          before.map(Decision::base).map(BuildId::hex),
          before.flatMap(Decision::held).map(Row::key),
          part.held().map(Row::key),
          part.held().map(Json::text));
    }

    private static String key(HeldRows held) {
      return held.object().key().value();
    }
  }

  /** Writes it; false, and nothing written, if a window is not what the division was made of. */
  Uni<Boolean> write(UUID id, ReplayDivision division) {
    String rows = Json.text(division.parts().stream().map(Row::of).toList());
    List<StoredObject> objects =
        division.parts().stream()
            .flatMap(part -> part.held().stream())
            .map(HeldRows::object)
            .toList();
    return Pipelines.lock(session, inputs.name())
        .chain(pipeline ->
            session
                .createNativeQuery("select name from dataset where name = :name for update")
                .setParameter("name", pipeline.dataset())
                .getResultList())
        .chain(() -> unmoved(rows))
        .chain(unmoved ->
            unmoved
                ? write(id, rows, objects, division.parts().size()).replaceWith(true)
                : Uni.createFrom().item(false));
  }

  private Uni<Boolean> unmoved(String rows) {
    return session
        .createNativeQuery(
            """
            select count(*) from %s
              left join pipeline_window w on w.pipeline = :pipeline and w.window_start = r.start
              left join window_held h on h.pipeline = :pipeline and h.window_start = r.start
             where w.live_build_id is distinct from r.live
                or h.base_build_id is distinct from r."beforeBase"
                or h.object_key is distinct from r."beforeKey"
            """
                .formatted(ROWS))
        .setParameter("rows", rows)
        .setParameter("pipeline", inputs.name())
        .getSingleResult()
        .map(row -> Cells.of(row).number(0) == 0);
  }

  private Uni<Void> write(UUID id, String rows, List<StoredObject> objects, int windows) {
    return LiveObjects.add(session, objects)
        .chain(() -> supersede(rows))
        .chain(() ->
            update(
                """
                insert into window_held
                  (pipeline, window_start, object_key, held, base_build_id, replayed_at)
                select :pipeline, r.start, r.key, r.held, r.live, :now from %s
                on conflict (pipeline, window_start) do update
                   set object_key = excluded.object_key, held = excluded.held,
                       base_build_id = excluded.base_build_id, replayed_at = excluded.replayed_at
                """
                    .formatted(ROWS),
                Map.of("rows", rows, "pipeline", inputs.name(), "now", now)))
        .chain(() ->
            update(
                "insert into build_request (id, pipeline, requested_at) values (:id, :pipeline, :now)",
                Map.of("id", id, "pipeline", inputs.name(), "now", now)))
        .chain(() ->
            update(
                """
                insert into build_request_window (request_id, window_start, window_end)
                select :id, r.start, r."end" from %s
                """
                    .formatted(ROWS),
                Map.of("rows", rows, "id", id)))
        .chain(() ->
            Outbox.add(
                session,
                EventType.BUILD_REQUESTED,
                inputs.name(),
                Map.of("request", id, "windows", windows)));
  }

  /**
   * A build that was planned before and holds other rows would let in what is to stay, and the next
   * one would take it out again. Ended, it is refused when it comes to be published.
   */
  private Uni<Integer> supersede(String rows) {
    return update(
        """
        update build b set state = 'superseded', ended_at = :now
          from %s
          left join window_held h on h.pipeline = :pipeline and h.window_start = r.start
         where b.pipeline = :pipeline and b.window_start = r.start and b.state = 'planned'
           and h.object_key is distinct from r.key
        """
            .formatted(ROWS),
        Map.of("rows", rows, "pipeline", inputs.name(), "now", now));
  }

  private Uni<Integer> update(String sql, Map<String, Object> parameters) {
    Mutiny.MutationQuery query = session.createNativeQuery(sql);
    parameters.forEach(query::setParameter);
    return query.executeUpdate();
  }
}
