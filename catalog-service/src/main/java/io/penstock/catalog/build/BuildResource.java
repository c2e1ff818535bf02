package io.penstock.catalog.build;

import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.persistence.Paging;
import io.penstock.catalog.pipeline.Pipelines;
import io.penstock.catalog.rest.Body;
import io.penstock.contracts.build.BuildDescription;
import io.penstock.contracts.build.BuildEnd;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.BuildId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Builds over REST. */
@Path("/api/v1")
@Consumes("application/json")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "Builds")
class BuildResource {
  private static final Instant FAR_FUTURE = Instant.parse("9999-12-31T00:00:00Z");

  private final Database database;
  private final BuildEnds ends;

  BuildResource(Database database, BuildEnds ends) {
    this.database = database;
    this.ends = ends;
  }

  @GET
  @Path("/builds/{build}")
  @Operation(summary = "One build: its state, checkpoints, ledger, and what ended it.")
  public BuildDescription build(@PathParam("build") String build) {
    return database
        .read(session ->
            session
                .find(BuildRow.class, build)
                .onItem()
                .ifNull()
                .failWith(() -> BuildEnds.unknown(build)))
        .describe();
  }

  @POST
  @Path("/builds/{build}/end")
  @Operation(
      summary = "Says that a build was rejected or failed.",
      description =
          """
          Rejected if the code is checkpoint-failed, failed otherwise. The verdicts of its checkpoints are read from \
          the store. Repeating it changes nothing, and a build that has ended stays as it is.\
          """)
  public void endBuild(@PathParam("build") String build, @Nullable BuildEnd body) {
    ends.end(buildId(build), Body.whole(body));
  }

  @GET
  @Path("/pipelines/{pipeline}/builds")
  @Operation(
      summary = "Lists a pipeline's builds, the newest plan first.",
      description = "The cursor is the time of the plan and the build id, as in next.")
  public Page<BuildDescription> builds(
      @PathParam("pipeline") String pipeline,
      @QueryParam("state") @Nullable String state,
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    Cursor cursor = Cursor.parse(after);
    List<String> states = states(state);
    List<BuildRow> fetched =
        database.read(session ->
            Pipelines.read(session, pipeline)
                .chain(found ->
                    session
                        .createSelectionQuery(
                            """
                            from BuildRow
                             where pipeline = :pipeline and state in (:states)
                               and (plannedAt < :at or (plannedAt = :at and buildId < :build))
                             order by plannedAt desc, buildId desc
                            """,
                            BuildRow.class)
                        .setParameter("pipeline", pipeline)
                        .setParameter("states", states)
                        .setParameter("at", cursor.at())
                        .setParameter("build", cursor.build())
                        .setMaxResults(fetch)
                        .getResultList()));
    List<BuildDescription> described = fetched.stream().map(BuildRow::describe).toList();
    return Paging.page(
        described, limit, build -> new Cursor(build.plannedAt(), build.buildId().hex()).text());
  }

  private record Cursor(Instant at, String build) {
    static Cursor parse(@Nullable String text) {
      if (text == null || text.isEmpty()) {
        return new Cursor(FAR_FUTURE, "");
      }
      int separator = text.indexOf('_');
      try {
        return new Cursor(
            Instant.parse(text.substring(0, Math.max(separator, 0))),
            text.substring(separator + 1));
      } catch (DateTimeParseException e) {
        throw PenstockException.user(
            "bad-cursor", "'%s' is no cursor: pass 'next' of the page before".formatted(text), e);
      }
    }

    String text() {
      return at + "_" + build;
    }
  }

  private static List<String> states(@Nullable String state) {
    List<String> all = Arrays.stream(BuildState.values()).map(BuildState::text).toList();
    if (state == null || state.isEmpty()) {
      return all;
    }
    if (!all.contains(state)) {
      throw PenstockException.user("bad-state", "state is one of %s".formatted(all));
    }
    return List.of(state);
  }

  private static BuildId buildId(String text) {
    try {
      return new BuildId(text);
    } catch (IllegalArgumentException e) {
      throw BuildEnds.unknown(text);
    }
  }
}
