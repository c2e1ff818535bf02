package io.penstock.catalog.request;

import io.penstock.catalog.persistence.Cells;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.PipelineName;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** What became of a request, from the builds that answer it. */
final class Receipts {
  private static final int MESSAGES_MAX = 100;

  private Receipts() {}

  /**
   * A window is open until it has a build that ended; a superseded build does not count, because
   * another is planned for it.
   *
   * @throws PenstockException USER {@code unknown-request}
   */
  static Uni<BuildRequestReceipt> read(Mutiny.Session session, UUID id) {
    return session
        .createNativeQuery(
            """
            select q.pipeline, q.requested_at, s.watermark, d.head_version,
                   count(r.window_start),
                   count(*) filter (where b.state = 'published' or (r.done and b.state = 'superseded')),
                   count(*) filter (where b.state = 'rejected'),
                   count(*) filter (where b.state = 'failed')
              from build_request q
              join pipeline p on p.name = q.pipeline
              join source s on s.name = p.source
              join dataset d on d.name = p.dataset
              left join build_request_window r on r.request_id = q.id
              left join build b on b.build_id = r.build_id
             where q.id = :id
             group by q.pipeline, q.requested_at, s.watermark, d.head_version
            """)
        .setParameter("id", id)
        .getSingleResultOrNull()
        .onItem()
        .ifNull()
        .failWith(() ->
            PenstockException.user("unknown-request", "There is no build request " + id + "."))
        .map(Cells::of)
        .chain(row -> messages(session, id).map(messages -> receipt(id, row, messages)));
  }

  private static BuildRequestReceipt receipt(UUID id, Cells row, List<String> ended) {
    int windows = row.integer(4);
    int published = row.integer(5);
    int rejected = row.integer(6);
    int failed = row.integer(7);
    int open = windows - published - rejected - failed;
    List<String> messages = new ArrayList<>(ended);
    if (windows == 0) {
      messages.add(nothingToDo(row.optionalInstant(2)));
    }
    return new BuildRequestReceipt(
        id,
        new PipelineName(row.text(0)),
        windows,
        open,
        published,
        rejected,
        failed,
        row.instant(1),
        open == 0 && row.number(3) > 0 ? Optional.of(row.number(3)) : Optional.empty(),
        messages);
  }

  private static String nothingToDo(Optional<Instant> watermark) {
    return watermark
        .map("No closed window with rows starts in this range; the watermark is at %s."::formatted)
        .orElse(
            "No window is closed yet: the source has no watermark, because it has no rows or not all of its topic-partitions do.");
  }

  private static Uni<List<String>> messages(Mutiny.Session session, UUID id) {
    return session
        .createNativeQuery(
            """
            select r.window_start, b.state, b.failure_message
              from build_request_window r
              join build b on b.build_id = r.build_id
             where r.request_id = :id and b.state in ('rejected', 'failed')
             order by r.window_start
             limit %d
            """
                .formatted(MESSAGES_MAX))
        .setParameter("id", id)
        .getResultList()
        .map(rows -> rows.stream().map(Cells::of).map(Receipts::message).toList());
  }

  private static String message(Cells row) {
    return "%s %s: %s"
        .formatted(row.instant(0), row.text(1), row.optionalText(2).orElse("no message"));
  }
}
