package io.penstock.catalog.plan;

import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.TimeText;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;

/** Which batches a window of a pipeline is made from. */
public final class WindowBatches {
  /**
   * Whether a window may still be made from batch {@code b}: what {@link #of} reads for some plan,
   * now or after other batches came, and what builds that are being made were planned from.
   */
  public static final String MAY_BE_NEEDED =
      """
      exists
        (select 1
           from pipeline p
           join pipeline_version v on v.pipeline = p.name and v.version = p.spec_version
           join batch_window w
             on w.source = b.source and w.seq = b.seq and w.windowing = p.windowing
           left join pipeline_window l
             on l.pipeline = p.name and l.window_start = w.window_start
          where p.source = b.source
            and (cast(v.spec as json) ->> 'late' <> 'drop'
                 or coalesce(l.live_through >= b.seq, true)
                 or exists
                    (select 1 from build made
                      where made.pipeline = p.name and made.window_start = w.window_start
                        and made.state = 'planned' and made.through >= b.seq)))
      """;

  private WindowBatches() {}

  private record Wanted(String start, long through) {}

  /**
   * For every due window its batches by seq, but for those that retention has deleted: their rows
   * were left out of the window before, and stay so. They see the source as of {@code lastSeq}:
   * seqs are gapless and taken under a lock, so that what is committed up to it no longer changes.
   */
  static Uni<Map<Instant, List<PlannedBatch>>> of(
      Mutiny.Session session, PlanInputs pipeline, List<DueWindows.DueWindow> windows) {
    List<Wanted> wanted =
        windows.stream()
            .map(due -> new Wanted(TimeText.of(due.window().start()), through(pipeline, due)))
            .toList();
    return session
        .createNativeQuery(
            """
            select w.start, b.seq, b.topic_id, b.partition, b.object_key, b.sha256, b.bytes, bw.rows, bw.sum
              from jsonb_to_recordset(cast(cast(:wanted as text) as jsonb))
                as w(start timestamptz, through bigint)
              join batch_window bw
                on bw.source = :source and bw.windowing = :windowing
               and bw.window_start = w.start and bw.seq <= w.through
              join batch b on b.source = bw.source and b.seq = bw.seq
              join object o on o.key = b.object_key and o.state = 'LIVE'
             order by w.start, b.seq
            """)
        .setParameter("wanted", Json.text(wanted))
        .setParameter("source", pipeline.pipeline().row().source())
        .setParameter("windowing", pipeline.pipeline().row().windowing())
        .getResultList()
        .map(rows -> {
          Map<Instant, List<PlannedBatch>> batches = new HashMap<>();
          rows.stream()
              .map(Cells::of)
              .forEach(row ->
                  batches
                      .computeIfAbsent(row.instant(0), start -> new ArrayList<>())
                      .add(batch(row)));
          return batches;
        });
  }

  /**
   * A published window whose pipeline leaves out late rows keeps the rows it has. These are those
   * of its first publication, unless the pipeline admitted late rows for a while. {@link
   * #MAY_BE_NEEDED} says the same to retention.
   */
  private static long through(PlanInputs pipeline, DueWindows.DueWindow due) {
    return pipeline.leavesOutLate()
        ? due.liveThrough().orElse(pipeline.lastSeq())
        : pipeline.lastSeq();
  }

  private static PlannedBatch batch(Cells row) {
    return new PlannedBatch(
        row.number(1),
        new TopicPartition(new TopicId(row.text(2)), row.integer(3)),
        new StoredObject(new ObjectKey(row.text(4)), new Sha256(row.text(5)), row.number(6)),
        row.fingerprint(7, 8));
  }
}
