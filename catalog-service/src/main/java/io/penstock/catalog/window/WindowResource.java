package io.penstock.catalog.window;

import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.persistence.Paging;
import io.penstock.catalog.plan.PlanInputs;
import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.failure.PenstockException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The windows of a pipeline over REST. */
@Path("/api/v1")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "Pipelines")
class WindowResource {
  private static final Instant EARLIEST = Instant.parse("-4000-01-01T00:00:00Z");

  private final Database database;

  WindowResource(Database database) {
    this.database = database;
  }

  @GET
  @Path("/pipelines/{pipeline}/windows")
  @Operation(
      summary = "Lists the windows that have rows, by start.",
      description =
          """
          Each with its state, live and latest build, and ledger: the live build's account, rows that wait for a \
          build (pending), and rows that came too late and are left out (late). The cursor is a window's start.\
          """)
  public Page<WindowDescription> windows(
      @PathParam("pipeline") String pipeline,
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    Instant afterStart = after == null || after.isEmpty() ? EARLIEST : instant(after);
    List<WindowDescription> fetched =
        database.read(session ->
            PlanInputs.of(session, pipeline)
                .chain(inputs -> Windows.list(session, inputs, afterStart, fetch)));
    return Paging.page(fetched, limit, window -> window.window().start().toString());
  }

  private static Instant instant(String after) {
    try {
      return Instant.parse(after);
    } catch (DateTimeParseException e) {
      throw PenstockException.user(
          "bad-cursor", "'%s' is no cursor: pass 'next' of the page before".formatted(after), e);
    }
  }
}
