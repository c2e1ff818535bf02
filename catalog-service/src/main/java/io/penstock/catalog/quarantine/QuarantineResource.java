package io.penstock.catalog.quarantine;

import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.persistence.Paging;
import io.penstock.catalog.pipeline.Pipelines;
import io.penstock.catalog.rest.Body;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.quarantine.QuarantineRule;
import io.penstock.contracts.quarantine.QuarantinedRow;
import io.penstock.contracts.quarantine.ReplayReceipt;
import io.penstock.contracts.quarantine.ReplayRequest;
import io.penstock.contracts.quarantine.RuleCount;
import io.penstock.contracts.quarantine.WindowQuarantine;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.store.ObjectStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Quarantined rows over REST. */
@Path("/api/v1")
@Consumes("application/json")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "Quarantine", description = "Rows that failed, with their origin and what they broke.")
class QuarantineResource {
  private static final int WINDOWS_PER_READ = 50;

  private final Database database;
  private final ObjectStore store;
  private final EngineSettings engine;
  private final Replays replays;

  QuarantineResource(Database database, ObjectStore store, EngineSettings engine, Replays replays) {
    this.database = database;
    this.store = store;
    this.engine = engine;
    this.replays = replays;
  }

  @GET
  @Path("/pipelines/{pipeline}/quarantine")
  @Operation(
      summary = "Lists the windows that have quarantined rows, by start.",
      description =
          """
          Those of each window's live build, or of its latest one if none is published; with build those of that \
          build. With rule only files with rows that break it: schema, an expectation's type, or its name with \
          columns, such as expect_column_values_to_be_between(delay). The cursor is a window's start.\
          """)
  public Page<WindowQuarantine> windows(
      @PathParam("pipeline") String pipeline,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("rule") @Nullable String rule,
      @QueryParam("build") @Nullable String build,
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    QuarantineFilter filter = filter(pipeline, from, to, rule, build);
    QuarantineFilter rest =
        QuarantineFilter.given(after)
            .map(start -> filter.startingAt(instant(start).plusNanos(1000)))
            .orElse(filter);
    return Paging.page(
        database.read(session -> QuarantineFiles.windows(session, rest, fetch)),
        limit,
        window -> window.window().start().toString());
  }

  @GET
  @Path("/pipelines/{pipeline}/quarantine/rules")
  @Operation(
      summary = "How many quarantined rows break each rule, most first.",
      description = "A row counts for each rule that it breaks. Filters are those of the list.")
  public List<RuleCount> rules(
      @PathParam("pipeline") String pipeline,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("rule") @Nullable String rule,
      @QueryParam("build") @Nullable String build) {
    QuarantineFilter filter = filter(pipeline, from, to, rule, build);
    List<WindowQuarantine> windows =
        database.read(session -> QuarantineFiles.windows(session, filter, QuarantineFiles.ALL));
    Map<QuarantineRule, Long> counts = new HashMap<>();
    windows.stream()
        .flatMap(window -> window.files().stream())
        .flatMap(file -> file.file().rules().stream())
        .filter(count -> filter.rule().map(name -> count.rule().matches(name)).orElse(true))
        .forEach(count -> counts.merge(count.rule(), count.rows(), Long::sum));
    return counts.entrySet().stream()
        .map(entry -> new RuleCount(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(RuleCount::rows)
                .reversed()
                .thenComparing(count -> count.rule().name())
                .thenComparing(count -> count.rule().index().orElse(-1)))
        .toList();
  }

  @GET
  @Path("/pipelines/{pipeline}/quarantine/rows")
  @Operation(
      summary = "Pages through quarantined rows, by window and origin.",
      description =
          """
          Key, headers and payload are base64, and left out where privacy rules apply after landing: raw names the \
          batch that holds them. Rows whose object retention has deleted are left out. Filters are those of the \
          list; the cursor is as in next.\
          """)
  public Page<QuarantinedRow> rows(
      @PathParam("pipeline") String pipeline,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("rule") @Nullable String rule,
      @QueryParam("build") @Nullable String build,
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    QuarantineFilter filter = filter(pipeline, from, to, rule, build);
    Optional<Cursor> cursor = QuarantineFilter.given(after).map(Cursor::parse);
    return Paging.page(read(filter, cursor, fetch), limit, row -> Cursor.of(row).text());
  }

  private List<QuarantinedRow> read(QuarantineFilter filter, Optional<Cursor> cursor, int fetch) {
    List<QuarantinedRow> rows = new ArrayList<>();
    QuarantineFilter rest = cursor.map(Cursor::window).map(filter::startingAt).orElse(filter);
    try (EngineSession session = Engine.open(engine)) {
      QuarantineReader reader = new QuarantineReader(session, store);
      List<WindowQuarantine> windows;
      do {
        QuarantineFilter now = rest;
        windows = database.read(query -> QuarantineFiles.windows(query, now, WINDOWS_PER_READ));
        for (WindowQuarantine window : windows) {
          if (rows.size() == fetch) {
            return rows;
          }
          Optional<QuarantineReader.Position> after =
              cursor
                  .filter(at -> at.window().equals(window.window().start()))
                  .map(Cursor::position);
          reader
              .relation(window)
              .ifPresent(relation ->
                  rows.addAll(reader.rows(relation, filter.rule(), after, fetch - rows.size())));
        }
        if (!windows.isEmpty()) {
          rest = rest.startingAt(windows.getLast().window().start().plusNanos(1000));
        }
      } while (!windows.isEmpty() && rows.size() < fetch);
    }
    return rows;
  }

  private record Cursor(Instant window, QuarantineReader.Position position) {
    static Cursor of(QuarantinedRow row) {
      return new Cursor(
          row.window().start(),
          new QuarantineReader.Position(row.topicId().value(), row.partition(), row.offset()));
    }

    static Cursor parse(String text) {
      String[] parts = text.split(",", -1);
      try {
        return new Cursor(
            Instant.parse(parts[0]),
            new QuarantineReader.Position(
                parts[1], Integer.parseInt(parts[2]), Long.parseLong(parts[3])));
      } catch (DateTimeParseException | IndexOutOfBoundsException | NumberFormatException e) {
        throw badCursor(text, e);
      }
    }

    String text() {
      return "%s,%s,%d,%d"
          .formatted(window, position.topicId(), position.partition(), position.offset());
    }
  }

  @GET
  @Path("/builds/{build}/quarantine/{step}")
  @Produces({"application/vnd.apache.parquet", "application/json"})
  @Operation(
      summary = "Downloads the rows that a step of a build quarantined, as Parquet.",
      description = "step is conform or check-conformed.")
  public Response download(@PathParam("build") String build, @PathParam("step") String step) {
    StoredObject object =
        database
            .read(session -> QuarantineFiles.find(session, build, step))
            .orElseThrow(() ->
                PenstockException.user(
                    "unknown-quarantine",
                    "Step '%s' of build %s left nothing in quarantine, or it is deleted by now."
                        .formatted(step, build)));
    return Response.ok(store.open(object.key(), 0, object.bytes()))
        .type("application/vnd.apache.parquet")
        .header(
            "Content-Disposition",
            "attachment; filename=\"quarantine-%s-%s.parquet\""
                .formatted(
                    build.substring(0, Math.min(16, build.length())), Step.parse(step).text()))
        .build();
  }

  @POST
  @Path("/pipelines/{pipeline}/quarantine:replay")
  @Operation(
      summary = "Sends quarantined rows back through the builds of their windows.",
      description =
          """
          Under the schema and the suites as they are now. Rows that are not selected stay quarantined, also in \
          later builds, until a replay selects them. Selecting the same rows again does nothing. Windows whose \
          schema and suites have not changed are left alone, unless rows are held in them. What becomes of the \
          builds is asked of /build-requests/{request}.\
          """)
  public Response replay(@PathParam("pipeline") String pipeline, @Nullable ReplayRequest body) {
    ReplayRequest request = body == null ? ReplayRequest.ALL : Body.whole(body);
    ReplayReceipt receipt = replays.replay(pipeline, request);
    return Response.status(receipt.request().isPresent() ? 202 : 200).entity(receipt).build();
  }

  private QuarantineFilter filter(
      String pipeline,
      @Nullable String from,
      @Nullable String to,
      @Nullable String rule,
      @Nullable String build) {
    return database.read(session ->
        Pipelines.current(session, pipeline)
            .map(found ->
                QuarantineFilter.of(
                    found,
                    QuarantineFilter.given(from),
                    QuarantineFilter.given(to),
                    QuarantineFilter.given(rule),
                    QuarantineFilter.given(build))));
  }

  private static Instant instant(String cursor) {
    try {
      return Instant.parse(cursor);
    } catch (DateTimeParseException e) {
      throw badCursor(cursor, e);
    }
  }

  private static PenstockException badCursor(String cursor, Exception cause) {
    return PenstockException.user(
        "bad-cursor", "'%s' is no cursor: pass 'next' of the page before".formatted(cursor), cause);
  }
}
