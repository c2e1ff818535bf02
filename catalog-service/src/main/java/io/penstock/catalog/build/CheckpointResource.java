package io.penstock.catalog.build;

import io.penstock.catalog.persistence.Database;
import io.penstock.contracts.build.BuildDescription;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.lake.store.ObjectStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The checkpoints of a build over REST, and what is kept of them for people. */
@Path("/api/v1/builds/{build}/checkpoints")
@RunOnVirtualThread
@Tag(name = "Builds")
class CheckpointResource {
  private final Database database;
  private final ObjectStore store;

  CheckpointResource(Database database, ObjectStore store) {
    this.database = database;
    this.store = store;
  }

  @GET
  @Produces("application/json")
  @Operation(summary = "The checkpoints that a build came to, with their suite's version and hash.")
  public List<CheckOutcome> checkpoints(@PathParam("build") String build) {
    return describe(build).checkpoints();
  }

  @GET
  @Path("/{checkpoint}/report")
  @Produces("text/html;charset=UTF-8")
  @Operation(summary = "The result of a checkpoint as a page for people.")
  public Response report(
      @PathParam("build") String build, @PathParam("checkpoint") String checkpoint) {
    // The page holds what users wrote. It brings its own policy; this one holds for the address.
    return Response.ok(read(build, checkpoint, "html"))
        .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }

  @GET
  @Path("/{checkpoint}/result")
  @Produces("application/json")
  @Operation(summary = "The result of a checkpoint, in the shape of Great Expectations.")
  public Response result(
      @PathParam("build") String build, @PathParam("checkpoint") String checkpoint) {
    return Response.ok(read(build, checkpoint, "json"))
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }

  private byte[] read(String build, String checkpoint, String extension) {
    BuildDescription described = describe(build);
    CheckOutcome outcome =
        described.checkpoints().stream()
            .filter(candidate -> candidate.checkpoint().text().equals(checkpoint))
            .findFirst()
            .orElseThrow(() ->
                PenstockException.user(
                    "unknown-checkpoint",
                    "Build %s has come to no checkpoint '%s'.".formatted(build, checkpoint)));
    ObjectKey key =
        ObjectLayout.report(
            described.pipeline(), described.buildId(), outcome.checkpoint(), extension);
    return outcome
        .report()
        .flatMap(report -> store.find(key))
        .orElseThrow(() ->
            PenstockException.user(
                "unknown-report",
                "Checkpoint '%s' of build %s has no report: nobody wrote a suite for it."
                    .formatted(checkpoint, build)));
  }

  private BuildDescription describe(String build) {
    return database
        .read(session ->
            session
                .find(BuildRow.class, build)
                .onItem()
                .ifNull()
                .failWith(() -> BuildEnds.unknown(build)))
        .describe();
  }
}
