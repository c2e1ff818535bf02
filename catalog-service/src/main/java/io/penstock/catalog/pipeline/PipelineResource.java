package io.penstock.catalog.pipeline;

import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.persistence.Paging;
import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.catalog.PipelineDescription;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.pipeline.PipelineSpecParser;
import io.penstock.lake.engine.SpecSql;
import io.penstock.runtime.store.StoreConfig;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Pipelines over REST. */
@Path("/api/v1")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "Pipelines", description = "Specs that turn one source into one dataset.")
class PipelineResource {
  private final Database database;
  private final StoreConfig store;
  private final Clock clock;

  PipelineResource(Database database, StoreConfig store, Clock clock) {
    this.database = database;
    this.store = store;
    this.clock = clock;
  }

  @PUT
  @Path("/pipelines/{pipeline}")
  @Consumes({
    "application/yaml",
    "application/x-yaml",
    "text/yaml",
    "text/plain",
    "application/json"
  })
  @Operation(
      summary = "Registers a pipeline, or a new version of its spec.",
      description =
          """
          The body is the spec in YAML or JSON. The same spec as the newest version's is that version. A bad spec is \
          answered with every error at once, each with its line. The suites it names must be registered before. The \
          source, the dataset and (once rows are landed) the windows of a pipeline do not change.\
          """)
  public PipelineDescription register(@PathParam("pipeline") String pipeline, String yaml) {
    PipelineName name = new PipelineName(pipeline);
    PipelineSpec spec = PipelineSpecParser.parse(yaml);
    if (!spec.name().equals(name)) {
      throw PenstockException.user(
          "bad-spec",
          "name: the spec is of '%s', but was sent to '%s'".formatted(spec.name(), name));
    }
    SpecSql.check(spec);
    Instant now = clock.instant();
    return database
        .transaction(session ->
            new PipelineRegistration(session, spec, yaml, store.bucket(), now).register())
        .row()
        .describe();
  }

  @GET
  @Path("/pipelines")
  @Operation(summary = "Lists pipelines by name, each with the newest version of its spec.")
  public Page<PipelineDescription> pipelines(
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    List<PipelineDescription> fetched =
        database
            .read(session ->
                session
                    .createSelectionQuery(
                        """
                        select v from PipelineVersionRow v
                          join PipelineRow p on p.name = v.key.pipeline and p.specVersion = v.key.version
                         where p.name > :after order by p.name
                        """,
                        PipelineVersionRow.class)
                    .setParameter("after", after)
                    .setMaxResults(fetch)
                    .getResultList())
            .stream()
            .map(PipelineVersionRow::describe)
            .toList();
    return Paging.page(fetched, limit, pipeline -> pipeline.name().value());
  }

  @GET
  @Path("/pipelines/{pipeline}")
  @Operation(summary = "A pipeline with the newest version of its spec.")
  public PipelineDescription pipeline(@PathParam("pipeline") String pipeline) {
    return database
        .read(session ->
            Pipelines.read(session, pipeline)
                .chain(row ->
                    session.find(
                        PipelineVersionRow.class,
                        new PipelineVersionRow.Key(pipeline, row.specVersion()))))
        .describe();
  }

  @GET
  @Path("/pipelines/{pipeline}/versions")
  @Operation(summary = "Lists the versions of a pipeline's spec, oldest first.")
  public Page<PipelineDescription> versions(
      @PathParam("pipeline") String pipeline,
      @QueryParam("after") @DefaultValue("0") String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    int afterVersion = (int) Paging.numberAfter(after);
    List<PipelineDescription> fetched =
        database
            .read(session ->
                Pipelines.read(session, pipeline)
                    .chain(row ->
                        session
                            .createSelectionQuery(
                                """
                                from PipelineVersionRow
                                 where key.pipeline = :pipeline and key.version > :after
                                 order by key.version
                                """,
                                PipelineVersionRow.class)
                            .setParameter("pipeline", pipeline)
                            .setParameter("after", afterVersion)
                            .setMaxResults(fetch)
                            .getResultList()))
            .stream()
            .map(PipelineVersionRow::describe)
            .toList();
    return Paging.page(fetched, limit, version -> Integer.toString(version.specVersion()));
  }
}
