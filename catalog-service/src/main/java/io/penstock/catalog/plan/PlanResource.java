package io.penstock.catalog.plan;

import io.penstock.catalog.persistence.Paging;
import io.penstock.contracts.build.PlannedBuild;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What workflows ask: which pipelines have something to do, and what. */
@Path("/api/v1")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "Builds", description = "The making of windows.")
class PlanResource {
  private final Planner planner;

  PlanResource(Planner planner) {
    this.planner = planner;
  }

  @GET
  @Path("/pipelines/due")
  @Operation(summary = "The names of the pipelines that have due windows.")
  public List<String> duePipelines() {
    return planner.due();
  }

  @POST
  @Path("/pipelines/{pipeline}/plans")
  @Operation(
      summary = "Plans the builds of the windows that are due.",
      description =
          """
          Due are closed windows that are not published, stale ones after a debounce (late: rebuild), and those of \
          open requests; not those whose build was refused, until spec, suite or rows change. Planning twice gives \
          the same builds.\
          """)
  public List<PlannedBuild> plan(
      @PathParam("pipeline") String pipeline, @QueryParam("limit") @DefaultValue("100") int limit) {
    Paging.fetch(limit);
    return planner.plan(pipeline, limit);
  }
}
