package io.penstock.catalog.watermark;

import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.rest.Body;
import io.penstock.catalog.source.SourceSettings;
import io.penstock.catalog.source.SourceState;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.source.Completion;
import io.penstock.contracts.source.ProgressReport;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What moves a watermark besides batches: reports of progress, and the end of a bounded source. */
@Path("/api/v1")
@Consumes("application/json")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "Sources")
class WatermarkResource {
  private final Database database;
  private final WatermarkAdvance watermark;
  private final SourceSettings settings;
  private final Clock clock;

  WatermarkResource(
      Database database, WatermarkAdvance watermark, SourceSettings settings, Clock clock) {
    this.database = database;
    this.watermark = watermark;
    this.settings = settings;
    this.clock = clock;
  }

  @POST
  @Path("/sources/{source}/progress")
  @Operation(
      summary = "Reports how far topic-partitions are read.",
      description =
          """
          Sent about once a second. A topic-partition whose landed position was the end of its log in every report \
          throughout the idle timeout is idle: the watermark no longer waits for it.\
          """)
  public void reportProgress(@PathParam("source") String source, @Nullable ProgressReport body) {
    ProgressReport report = Body.whole(body);
    Instant now = clock.instant();
    database.transaction(session ->
        SourceState.lock(session, source)
            .invoke(state -> observe(state, report, now))
            .chain(state -> watermark.advance(session, state, now)));
  }

  @POST
  @Path("/sources/{source}/completion")
  @Operation(
      summary = "Declares the source complete: nothing comes after these positions.",
      description =
          """
          Once every declared end is landed, all windows with rows close. Repeating it changes nothing. It refuses \
          nothing: a batch that comes later all the same lands, its rows in closed windows are late, and windows \
          after the last one close when the watermark passes them or completion is declared again.\
          """)
  public void complete(@PathParam("source") String source, @Nullable Completion body) {
    Completion completion = Body.whole(body);
    Instant now = clock.instant();
    database.transaction(session ->
        SourceState.lock(session, source)
            .invoke(state -> declare(state, completion))
            .chain(state -> watermark.advance(session, state, now)));
  }

  /**
   * Only a report of the landed position counts: one below it comes from an ingest that was
   * replaced, one above it speaks of rows that are not landed yet.
   */
  private void observe(SourceState state, ProgressReport report, Instant now) {
    for (ProgressReport.Progress progress : report.partitions()) {
      state
          .find(progress.partition())
          .ifPresent(partition ->
              partition.observeProgress(
                  progress.logEnd(),
                  progress.caughtUp()
                      && progress.position() == partition.position()
                      && !state.stopped(partition),
                  now,
                  settings.reportGapMax()));
    }
  }

  private static void declare(SourceState state, Completion completion) {
    if (completion.endOffsets().isEmpty()) {
      throw PenstockException.user(
          "bad-completion", "endOffsets is empty: name every topic-partition and its end.");
    }
    String topicId = completion.topicId().value();
    if (state.row().topicId().filter(current -> !current.equals(topicId)).isPresent()) {
      throw PenstockException.user(
          "conflict-topic",
          "topic id of source %s is %s, not %s"
              .formatted(state.row().name(), state.row().topicId().orElseThrow(), topicId));
    }
    List<Integer> missing =
        state.partitions().stream()
            .filter(partition -> partition.topicId().equals(topicId))
            .map(partition -> partition.partition())
            .filter(partition -> !completion.endOffsets().containsKey(partition))
            .sorted()
            .toList();
    if (!missing.isEmpty()) {
      throw PenstockException.user(
          "bad-completion", "endOffsets lacks the topic-partitions " + missing);
    }
    state.row().declareComplete(completion);
  }
}
