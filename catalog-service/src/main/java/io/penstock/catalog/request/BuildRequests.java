package io.penstock.catalog.request;

import io.penstock.catalog.outbox.Outbox;
import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.pipeline.CurrentPipeline;
import io.penstock.catalog.pipeline.Pipelines;
import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.event.EventType;
import io.penstock.contracts.failure.PenstockException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Takes requests for builds: a row, the windows it covers, and an event. */
@ApplicationScoped
class BuildRequests {
  private static final Instant EARLIEST = Instant.parse("-4000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("+20000-01-01T00:00:00Z");

  private final Database database;
  private final Clock clock;

  BuildRequests(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Asks for builds of the closed windows with rows that start in the request's range. A request
   * with an id that is known is answered as it stands.
   *
   * @throws PenstockException USER {@code unknown-pipeline}, {@code invalid-time}, {@code
   *     bad-request}, {@code conflict-request} for an id of another pipeline's request; EXTERNAL
   *     {@code windows-uncounted} while batches that landed before the pipeline are being counted
   */
  BuildRequestReceipt request(String pipeline, UUID id, BuildRequest request) {
    Instant now = clock.instant();
    return database.transaction(session ->
        Pipelines.current(session, pipeline)
            .call(found -> requireCounted(session, found))
            .chain(found -> insert(session, found, id, request, now))
            .chain(() -> Receipts.read(session, id))
            .invoke(receipt -> requireSamePipeline(receipt, pipeline)));
  }

  /**
   * @throws PenstockException USER {@code unknown-request}
   */
  BuildRequestReceipt read(UUID id) {
    return database.read(session -> Receipts.read(session, id));
  }

  /** What a request covers is settled when it is taken: not before all windows are known. */
  private static Uni<Void> requireCounted(Mutiny.Session session, CurrentPipeline pipeline) {
    return session
        .createNativeQuery(
            """
            select recounted, recount_to from source_windowing
             where source = :source and windowing = :windowing and recounted < recount_to
            """)
        .setParameter("source", pipeline.row().source())
        .setParameter("windowing", pipeline.row().windowing())
        .getResultList()
        .invoke(rows ->
            rows.stream()
                .map(Cells::of)
                .forEach(row -> {
                  throw PenstockException.external(
                      "windows-uncounted",
                      """
                      The batches of source %s that were landed before are being counted by windows of %s: %d of %d. \
                      Ask again in a moment.\
                      """
                          .formatted(
                              pipeline.row().source(),
                              pipeline.row().windowing(),
                              row.number(0),
                              row.number(1)));
                }))
        .replaceWithVoid();
  }

  private static Uni<Void> insert(
      Mutiny.Session session,
      CurrentPipeline pipeline,
      UUID id,
      BuildRequest request,
      Instant now) {
    Range range = Range.of(request, pipeline);
    return session
        .createNativeQuery(
            """
            insert into build_request (id, pipeline, requested_at) values (:id, :pipeline, :now)
            on conflict (id) do nothing
            """)
        .setParameter("id", id)
        .setParameter("pipeline", pipeline.row().name())
        .setParameter("now", now)
        .executeUpdate()
        .chain(inserted ->
            inserted == 0 ? Uni.createFrom().voidItem() : cover(session, pipeline, id, range));
  }

  /** The instants between which windows have to start. */
  private record Range(Instant from, Instant to) {
    static Range of(BuildRequest request, CurrentPipeline pipeline) {
      Range range =
          new Range(
              bound(request.from(), pipeline, EARLIEST), bound(request.to(), pipeline, LATEST));
      if (!range.from.isBefore(range.to)) {
        throw PenstockException.user(
            "bad-request",
            "from (%s) is not before to (%s)"
                .formatted(request.from().orElse("-"), request.to().orElse("-")));
      }
      return range;
    }

    private static Instant bound(
        Optional<String> text, CurrentPipeline pipeline, Instant otherwise) {
      return text.map(value -> BuildRequest.instant(value, pipeline.spec().window().zone()))
          .orElse(otherwise);
    }
  }

  private static Uni<Void> cover(
      Mutiny.Session session, CurrentPipeline pipeline, UUID id, Range range) {
    return session
        .createNativeQuery(
            """
            insert into build_request_window (request_id, window_start, window_end)
            select :id, w.window_start, w.window_end
              from source s
              join source_window w
                on w.source = s.name and w.windowing = :windowing and w.window_end <= s.watermark
             where s.name = :source and w.window_start >= :from and w.window_start < :to
            """)
        .setParameter("id", id)
        .setParameter("windowing", pipeline.row().windowing())
        .setParameter("source", pipeline.row().source())
        .setParameter("from", range.from())
        .setParameter("to", range.to())
        .executeUpdate()
        .chain(windows ->
            Outbox.add(
                session,
                EventType.BUILD_REQUESTED,
                pipeline.row().name(),
                Map.of("request", id, "windows", windows)));
  }

  private static void requireSamePipeline(BuildRequestReceipt receipt, String pipeline) {
    if (!receipt.pipeline().value().equals(pipeline)) {
      throw PenstockException.user(
          "conflict-request",
          "Request %s is one of pipeline %s.".formatted(receipt.id(), receipt.pipeline()));
    }
  }
}
