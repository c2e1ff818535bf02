package io.penstock.catalog.plan;

import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.TimeText;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Finds the windows that are due. None is while its windowing is still being counted. A closed
 * window with rows is due if
 *
 * <ul>
 *   <li>it is not published, or the pipeline rebuilds late rows and has some that its live build
 *       has not seen, and the newest of them has been there for the debounce time (or the oldest
 *       for its maximum); unless its latest build was rejected or failed and neither spec, suites,
 *       engine nor rows have changed since;
 *   <li>or somebody asked for it.
 * </ul>
 */
final class DueWindows {
  private static final String CONDITION =
      """
        from jsonb_to_recordset(cast(cast(:pipelines as text) as jsonb))
          as p(name text, source text, windowing text, watermark timestamptz, inputs text, rebuild boolean)
        join source_windowing g
          on g.source = p.source and g.windowing = p.windowing and g.recounted = g.recount_to
        join source_window w
          on w.source = p.source and w.windowing = p.windowing and w.window_end <= p.watermark
        left join pipeline_window pw on pw.pipeline = p.name and pw.window_start = w.window_start
        left join build latest on latest.build_id = pw.latest_build_id
       where (
               (pw.live_build_id is null
                or (p.rebuild and w.last_seq > pw.live_through
                    and (w.last_at <= :quietSince
                         or exists (select 1 from batch_window bw
                                      join batch b on b.source = bw.source and b.seq = bw.seq
                                     where bw.source = w.source and bw.windowing = w.windowing
                                       and bw.window_start = w.window_start
                                       and bw.seq > pw.live_through
                                       and b.committed_at <= :waitingSince))))
               and not coalesce(latest.state in ('rejected', 'failed')
                                and latest.inputs_sha256 = p.inputs
                                and latest.through >= w.last_seq, false)
             )
          or exists (select 1 from build_request q
                       join build_request_window r on r.request_id = q.id
                       left join build asked on asked.build_id = r.build_id
                      where q.pipeline = p.name and r.window_start = w.window_start and not r.done
                        and coalesce(asked.state in ('planned', 'superseded'), true))
      """;

  private final List<PlanInputs> pipelines;
  private final Instant quietSince;
  private final Instant waitingSince;

  DueWindows(List<PlanInputs> pipelines, LateSettings settings, Instant now) {
    this.pipelines = pipelines;
    this.quietSince = now.minus(settings.debounce());
    this.waitingSince = now.minus(settings.debounceMax());
  }

  /**
   * A due window of a pipeline.
   *
   * @param live the build that is published
   * @param liveThrough the newest seq that it has seen
   */
  record DueWindow(Window window, Optional<BuildId> live, Optional<Long> liveThrough) {}

  private record Row(
      String name,
      String source,
      String windowing,
      String watermark,
      String inputs,
      boolean rebuild) {}

  /** The names of the pipelines that have due windows, in order. */
  Uni<List<String>> pipelines(Mutiny.Session session) {
    return query(session, "select distinct p.name" + CONDITION + " order by p.name")
        .getResultList()
        .map(rows -> rows.stream().map(row -> Cells.of(row).text(0)).toList());
  }

  /** The first due windows of the (one) pipeline, by start. */
  Uni<List<DueWindow>> windows(Mutiny.Session session, int limit) {
    return query(
            session,
            "select w.window_start, w.window_end, pw.live_build_id, pw.live_through"
                + CONDITION
                + " order by w.window_start")
        .setMaxResults(limit)
        .getResultList()
        .map(rows -> rows.stream().map(Cells::of).map(DueWindows::window).toList());
  }

  private static DueWindow window(Cells row) {
    return new DueWindow(
        new Window(row.instant(0), row.instant(1)),
        row.optionalText(2).map(BuildId::new),
        row.optionalNumber(3));
  }

  private Mutiny.Query<Object> query(Mutiny.Session session, String sql) {
    return session
        .createNativeQuery(sql)
        .setParameter("pipelines", Json.text(rows()))
        .setParameter("quietSince", quietSince)
        .setParameter("waitingSince", waitingSince);
  }

  /** Without a watermark no window is closed. */
  private List<Row> rows() {
    return pipelines.stream()
        .filter(pipeline -> pipeline.watermark().isPresent())
        .map(pipeline ->
            new Row(
                pipeline.name(),
                pipeline.pipeline().row().source(),
                pipeline.pipeline().row().windowing(),
                TimeText.of(pipeline.watermark().orElseThrow()),
                pipeline.inputs().sha256().hex(),
                pipeline.rebuildsLate()))
        .toList();
  }
}
