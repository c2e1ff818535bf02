package io.penstock.catalog.dataset;

import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.persistence.Paging;
import io.penstock.catalog.version.Versions;
import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.dataset.DatasetDescription;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.PipelineName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;

/** Datasets over REST. */
@Path("/api/v1/datasets")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Datasets")
class DatasetResource {
  private final Database database;

  DatasetResource(Database database) {
    this.database = database;
  }

  @GET
  @Operation(summary = "Lists datasets by name, each with its newest version.")
  public Page<DatasetDescription> datasets(
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    List<DatasetDescription> fetched = database.read(session -> list(session, after, fetch));
    return Paging.page(fetched, limit, dataset -> dataset.name().value());
  }

  @GET
  @Path("/{dataset}")
  @Operation(summary = "Describes a dataset and its newest version.")
  public DatasetDescription dataset(@PathParam("dataset") String dataset) {
    return database.read(session ->
        Versions.requireDataset(session, dataset)
            .chain(() ->
                session
                    .createNativeQuery(
                        "select name, pipeline, location from dataset where name = :name")
                    .setParameter("name", dataset)
                    .getSingleResult())
            .chain(row -> describe(session, Cells.of(row))));
  }

  private static Uni<List<DatasetDescription>> list(
      Mutiny.QueryProducer session, String after, int limit) {
    return session
        .createNativeQuery(
            "select name, pipeline, location from dataset where name > :after order by name")
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList()
        .chain(rows ->
            Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(row -> describe(session, Cells.of(row)))
                .collect()
                .asList());
  }

  private static Uni<DatasetDescription> describe(Mutiny.QueryProducer session, Cells row) {
    return Versions.head(session, row.text(0))
        .map(head ->
            new DatasetDescription(
                new DatasetName(row.text(0)), new PipelineName(row.text(1)), row.text(2), head));
  }
}
