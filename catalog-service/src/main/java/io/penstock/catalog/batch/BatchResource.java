package io.penstock.catalog.batch;

import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.persistence.Paging;
import io.penstock.catalog.rest.Body;
import io.penstock.catalog.source.SourceState;
import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.BatchDescription;
import io.penstock.contracts.source.BatchReceipt;
import io.penstock.runtime.log.LogField;
import io.penstock.runtime.log.RequestFields;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
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
import org.jspecify.annotations.Nullable;

/** Batches over REST. */
@Path("/api/v1")
@Consumes("application/json")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "Sources")
class BatchResource {
  private final BatchCommits commits;
  private final Database database;

  BatchResource(BatchCommits commits, Database database) {
    this.commits = commits;
    this.database = database;
  }

  @POST
  @Path("/sources/{source}/batches")
  @Operation(
      summary = "Commits a batch whose object is stored.",
      description =
          """
          Accepted only if it starts at the position that the catalog expects for its topic id and partition. \
          Repeating it is answered with its seq and repeated = true. Refused with 409: conflict-position, \
          conflict-swept, conflict-windowing, conflict-lost.\
          """)
  public BatchReceipt commitBatch(@PathParam("source") String source, @Nullable BatchCommit body) {
    BatchCommit commit = Body.whole(body);
    RequestFields.put(LogField.BATCH, commit.object().key());
    return commits.commit(source, commit);
  }

  @GET
  @Path("/sources/{source}/batches")
  @Operation(summary = "Lists batches by seq.")
  public Page<BatchDescription> batches(
      @PathParam("source") String source,
      @QueryParam("after") @DefaultValue("0") String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    long afterSeq = Paging.numberAfter(after);
    List<BatchRow> fetched =
        database.read(session ->
            SourceState.read(session, source)
                .chain(state ->
                    session
                        .createSelectionQuery(
                            """
                            from BatchRow where key.source = :source and key.seq > :after order by key.seq
                            """,
                            BatchRow.class)
                        .setParameter("source", source)
                        .setParameter("after", afterSeq)
                        .setMaxResults(fetch)
                        .getResultList()));
    Page<BatchRow> page = Paging.page(fetched, limit, row -> Long.toString(row.seq()));
    return new Page<>(page.items().stream().map(BatchRow::describe).toList(), page.next());
  }
}
