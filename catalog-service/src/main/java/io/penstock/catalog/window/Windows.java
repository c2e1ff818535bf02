package io.penstock.catalog.window;

import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.plan.PlanInputs;
import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.build.WindowState;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.ledger.BuildLedger;
import io.penstock.contracts.ledger.WindowLedger;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads windows: where each stands is asked, never remembered. */
final class Windows {
  private Windows() {}

  static Uni<List<WindowDescription>> list(
      Mutiny.Session session, PlanInputs pipeline, Instant afterStart, int limit) {
    return session
        .createNativeQuery(
            """
            select w.window_start, w.window_end, w.last_seq,
                   pw.live_build_id, pw.live_through, pw.latest_build_id,
                   latest.state,
                   coalesce(latest.inputs_sha256 = :inputs and latest.through >= w.last_seq, false),
                   live.ledger,
                   c.rows, c.sum, c.new_rows, c.new_sum,
                   g.recounted = g.recount_to, c.gone_rows, c.gone_sum
              from source_window w
              join source_windowing g on g.source = w.source and g.windowing = w.windowing
              left join pipeline_window pw
                on pw.pipeline = :pipeline and pw.window_start = w.window_start
              left join build latest on latest.build_id = pw.latest_build_id
              left join build live on live.build_id = pw.live_build_id
             cross join lateral
                   (select sum(b.rows) as rows, sum(b.sum) as sum,
                           sum(b.rows) filter (where o.state = 'LIVE' and b.seq > coalesce(pw.live_through, 0)) as new_rows,
                           sum(b.sum) filter (where o.state = 'LIVE' and b.seq > coalesce(pw.live_through, 0)) as new_sum,
                           sum(b.rows) filter (where o.state = 'SWEPT') as gone_rows,
                           sum(b.sum) filter (where o.state = 'SWEPT') as gone_sum
                      from batch_window b
                      join batch raw on raw.source = b.source and raw.seq = b.seq
                      join object o on o.key = raw.object_key
                     where b.source = w.source and b.windowing = w.windowing
                       and b.window_start = w.window_start) c
             where w.source = :source and w.windowing = :windowing and w.window_start > :after
             order by w.window_start
            """)
        .setParameter("inputs", pipeline.inputs().sha256().hex())
        .setParameter("pipeline", pipeline.pipeline().row().name())
        .setParameter("source", pipeline.pipeline().row().source())
        .setParameter("windowing", pipeline.pipeline().row().windowing())
        .setParameter("after", afterStart)
        .setMaxResults(limit)
        .getResultList()
        .map(rows -> rows.stream().map(Cells::of).map(row -> describe(pipeline, row)).toList());
  }

  private static WindowDescription describe(PlanInputs pipeline, Cells row) {
    Window window = new Window(row.instant(0), row.instant(1));
    Optional<BuildId> live = row.optionalText(3).map(BuildId::new);
    Fingerprint unseen = row.fingerprint(11, 12);
    Fingerprint forgotten = row.fingerprint(14, 15);
    boolean left = live.isPresent() && pipeline.leavesOutLate();
    return new WindowDescription(
        window,
        state(pipeline, row, window, live.isPresent(), !left && unseen.count() > 0),
        row.fingerprint(9, 10),
        live,
        row.optionalText(5).map(BuildId::new),
        new WindowLedger(
            window,
            row.optionalNumber(4),
            row.optionalText(8).map(Windows::ledger),
            left ? Fingerprint.EMPTY : unseen,
            left ? unseen.plus(forgotten) : forgotten));
  }

  /** A window is rejected or failed as long as nothing has changed that could give another end. */
  private static WindowState state(
      PlanInputs pipeline, Cells row, Window window, boolean published, boolean waiting) {
    String latest = row.flag(7) ? row.optionalText(6).orElse("") : "";
    if (waiting && latest.equals("rejected")) {
      return WindowState.REJECTED;
    }
    if (waiting && latest.equals("failed")) {
      return WindowState.FAILED;
    }
    if (published) {
      return waiting ? WindowState.STALE : WindowState.PUBLISHED;
    }
    boolean counted = row.flag(13);
    boolean closed =
        pipeline.watermark().filter(watermark -> !window.end().isAfter(watermark)).isPresent();
    return closed && counted ? WindowState.DUE : WindowState.OPEN;
  }

  private static BuildLedger ledger(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), BuildLedger.class);
  }
}
