package io.penstock.catalog.plan;

import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.TimeText;
import io.penstock.catalog.pipeline.PipelineRow;
import io.penstock.catalog.pipeline.Pipelines;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.json.Json;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Writes what a plan decided, in one transaction of the pipeline. */
final class PlanWriter {
  private static final String ROWS =
      """
      jsonb_to_recordset(cast(cast(:rows as text) as jsonb))
        as r(build text, start timestamptz, "end" timestamptz, through bigint, base text, held text, action text)
      """;

  /**
   * The rows whose window has the live build that the plan was made against, and holds the rows in
   * quarantine that the plan holds there.
   */
  private static final String CURRENT_ROWS =
      ROWS
          + """
            join pipeline_window pw
              on pw.pipeline = :pipeline and pw.window_start = r.start
             and pw.live_build_id is not distinct from r.base
             and r.held is not distinct from
                 (select h.object_key from window_held h
                   where h.pipeline = pw.pipeline and h.window_start = pw.window_start)
          """;

  private static final String INSERT_WINDOWS =
      """
      insert into pipeline_window (pipeline, window_start, window_end)
      select :pipeline, r.start, r."end" from %s
      on conflict (pipeline, window_start) do nothing
      """
          .formatted(ROWS);

  /**
   * A build that ended comes back if it is due again, except one that a checkpoint rejected. While
   * the sweeper deletes what it left, it waits: its steps would find objects that are about to go.
   */
  private static final String UPSERT_BUILDS =
      """
      insert into build
        (build_id, pipeline, spec_version, window_start, window_end, through, base_build_id, state,
         inputs_sha256, planned_at)
      select r.build, :pipeline, :specVersion, r.start, r."end", r.through, r.base, 'planned', :inputs, :now
        from %s
       where r.action = 'MAKE'
      on conflict (build_id) do update
         set state = 'planned', spec_version = excluded.spec_version, through = excluded.through,
             base_build_id = excluded.base_build_id, inputs_sha256 = excluded.inputs_sha256,
             planned_at = case build.state when 'planned' then build.planned_at else excluded.planned_at end,
             ended_at = null,
             checkpoints = case when build.version is null then null else build.checkpoints end,
             failure_kind = null, failure_code = null, failure_message = null
       where build.state <> 'rejected'
         and not exists
             (select 1 from object o
               where o.state = 'SWEPT' and o.deleted_at is null
                 and o.at > clock_timestamp() - interval '10 minutes'
                 and (o.key like 'staging/' || build.build_id || '/%%'
                      or o.key like 'datasets/%%-' || substr(build.build_id, 1, 16) || '-%%'))
      """
          .formatted(CURRENT_ROWS);

  /**
   * That a row's build is planned now: one that has to wait for the sweeper changes nothing yet.
   */
  private static final String PLANNED =
      "exists (select 1 from build made where made.build_id = r.build and made.state = 'planned')";

  /** What was planned for these windows before has not seen all that is known now. */
  private static final String SUPERSEDE =
      """
      update build b set state = 'superseded', ended_at = :now
        from %s
       where r.action = 'MAKE' and b.pipeline = :pipeline and b.window_start = r.start
         and b.state = 'planned' and b.build_id <> r.build and %s
      """
          .formatted(CURRENT_ROWS, PLANNED);

  private static final String MOVE_LATEST =
      """
      update pipeline_window w set latest_build_id = r.build
        from %s
       where w.pipeline = pw.pipeline and w.window_start = pw.window_start and r.action = 'MAKE'
         and %s
      """
          .formatted(CURRENT_ROWS, PLANNED);

  /** Requests follow the build that answers them; those that need none are done. */
  private static final String ANSWER_REQUESTS =
      """
      update build_request_window q set build_id = r.build, done = (r.action <> 'MAKE')
        from %s
        join build_request request on request.pipeline = pw.pipeline
       where q.request_id = request.id and q.window_start = r.start and not q.done
         and coalesce((select asked.state in ('planned', 'superseded')
                         from build asked where asked.build_id = q.build_id), true)
         and (r.action <> 'MAKE' or %s)
      """
          .formatted(CURRENT_ROWS, PLANNED);

  private final Mutiny.Session session;
  private final PlanInputs inputs;
  private final Instant now;

  PlanWriter(Mutiny.Session session, PlanInputs inputs, Instant now) {
    this.session = session;
    this.inputs = inputs;
    this.now = now;
  }

  private record Row(
      String build,
      String start,
      String end,
      long through,
      Optional<String> base,
      Optional<String> held,
      String action) {
    static Row of(Proposal proposal) {
      return new Row(
          proposal.plan().buildId().hex(),
          TimeText.of(proposal.plan().window().start()),
          TimeText.of(proposal.plan().window().end()),
          proposal.plan().through(),
          proposal.live().map(BuildId::hex),
          proposal.plan().held().map(held -> held.object().key().value()),
          proposal.action().name());
    }
  }

  /**
   * Writes the proposals whose windows still have the live build they were made against, and that
   * another planner did not overtake.
   *
   * @return the builds that are planned now
   */
  Uni<List<BuildId>> write(List<Proposal> proposals) {
    if (proposals.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    String rows = Json.text(proposals.stream().map(Row::of).toList());
    return Pipelines.lock(session, inputs.name())
        .chain(this::lockDataset)
        .chain(pipeline ->
            pipeline.specVersion() == inputs.pipeline().row().specVersion()
                ? write(rows)
                : Uni.createFrom().item(List.of()));
  }

  /** Publications hold this row's lock: what is live does not change meanwhile. */
  private Uni<PipelineRow> lockDataset(PipelineRow pipeline) {
    return session
        .createNativeQuery("select name from dataset where name = :name for update")
        .setParameter("name", pipeline.dataset())
        .getResultList()
        .replaceWith(pipeline);
  }

  private Uni<List<BuildId>> write(String rows) {
    return update(INSERT_WINDOWS, rows, Map.of("pipeline", inputs.name()))
        .chain(() ->
            update(
                UPSERT_BUILDS,
                rows,
                Map.of(
                    "pipeline",
                    inputs.name(),
                    "specVersion",
                    inputs.pipeline().row().specVersion(),
                    "inputs",
                    inputs.inputs().sha256().hex(),
                    "now",
                    now)))
        .chain(() -> update(SUPERSEDE, rows, Map.of("pipeline", inputs.name(), "now", now)))
        .chain(() -> update(MOVE_LATEST, rows, Map.of("pipeline", inputs.name())))
        .chain(() -> update(ANSWER_REQUESTS, rows, Map.of("pipeline", inputs.name())))
        .chain(() -> planned(rows));
  }

  private Uni<List<BuildId>> planned(String rows) {
    return session
        .createNativeQuery(
            """
            select b.build_id from %s
              join build b on b.build_id = r.build
             where r.action = 'MAKE' and b.state = 'planned'
            """
                .formatted(CURRENT_ROWS))
        .setParameter("rows", rows)
        .setParameter("pipeline", inputs.name())
        .getResultList()
        .map(found -> found.stream().map(row -> new BuildId(Cells.of(row).text(0))).toList());
  }

  private Uni<Integer> update(String sql, String rows, Map<String, Object> parameters) {
    Mutiny.MutationQuery query = session.createNativeQuery(sql).setParameter("rows", rows);
    parameters.forEach(query::setParameter);
    return query.executeUpdate();
  }
}
