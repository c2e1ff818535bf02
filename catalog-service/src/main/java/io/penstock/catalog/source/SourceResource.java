package io.penstock.catalog.source;

import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.persistence.Paging;
import io.penstock.catalog.rest.Body;
import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.ledger.SourceLedger;
import io.penstock.contracts.source.PartitionLoss;
import io.penstock.contracts.source.PartitionState;
import io.penstock.contracts.source.SourceDescription;
import io.penstock.contracts.source.TopicReport;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Sources over REST. A source comes into being when a pipeline that reads it is registered. */
@Path("/api/v1")
@Consumes("application/json")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "Sources", description = "Streams of events, and how far they are landed.")
class SourceResource {
  private final Database database;
  private final SourceSettings settings;
  private final Clock clock;

  SourceResource(Database database, SourceSettings settings, Clock clock) {
    this.database = database;
    this.settings = settings;
    this.clock = clock;
  }

  @GET
  @Path("/sources")
  @Operation(summary = "Lists sources by name.")
  public Page<SourceDescription> sources(
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("1000") int limit) {
    int fetch = Paging.fetch(limit);
    List<SourceDescription> fetched =
        database.read(session ->
            session
                .createSelectionQuery(
                    "from SourceRow where name > :after order by name", SourceRow.class)
                .setParameter("after", after)
                .setMaxResults(fetch)
                .getResultList()
                .chain(rows -> describeAll(session, rows)));
    return Paging.page(fetched, limit, source -> source.spec().name().value());
  }

  @GET
  @Path("/sources/{source}")
  @Operation(summary = "One source: its topic-partitions, watermark and completion.")
  public SourceDescription source(@PathParam("source") String source) {
    return database.read(session ->
        SourceState.read(session, source)
            .chain(state -> describeAll(session, List.of(state.row())))
            .map(List::getFirst));
  }

  @PUT
  @Path("/sources/{source}/topic-partitions")
  @Operation(
      summary = "Reports the topic's metadata and answers with the positions to read from.",
      description =
          """
          Registers new topic-partitions at the start of their logs. A topic-partition whose next position is gone \
          (retention, a truncated log, a topic deleted and created again) stops: it is answered with its loss and \
          takes no batches until an operator acknowledges the loss, except those that an ingest had read before \
          Kafka's retention took their records: they take them out of the loss.\
          """)
  public List<PartitionState> reportTopic(
      @PathParam("source") String source, @Nullable TopicReport body) {
    TopicReport report = Body.whole(body);
    Instant now = clock.instant();
    SourceState state =
        database.transaction(session ->
            SourceState.lock(session, source)
                .chain(before ->
                    TopicReports.take(
                        session, before, report, now, settings.truncationConfirmation())));
    return state.live().stream()
        .filter(partition -> partition.topicId().equals(report.topicId().value()))
        .map(partition -> state.describe(partition, now, settings.reportGapMax()))
        .toList();
  }

  @GET
  @Path("/sources/{source}/losses")
  @Operation(
      summary = "Lists lost positions, oldest first.",
      description = "Those without acknowledgedAt stop their topic-partition.")
  public Page<PartitionLoss> losses(
      @PathParam("source") String source,
      @QueryParam("after") @DefaultValue("0") String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    long afterId = Paging.numberAfter(after);
    List<LossRow> fetched =
        database.read(session ->
            SourceState.read(session, source)
                .chain(state ->
                    session
                        .createSelectionQuery(
                            "from LossRow where source = :source and id > :after order by id",
                            LossRow.class)
                        .setParameter("source", source)
                        .setParameter("after", afterId)
                        .setMaxResults(fetch)
                        .getResultList()));
    Page<LossRow> page = Paging.page(fetched, limit, loss -> Long.toString(loss.id()));
    return new Page<>(
        page.items().stream()
            .map(loss -> new PartitionLoss(loss.topicPartition(), loss.loss()))
            .toList(),
        page.next());
  }

  @POST
  @Path("/sources/{source}/losses/acknowledge")
  @Operation(
      summary = "Accepts the loss that stops a topic-partition, and lets landing go on after it.",
      description =
          """
          The range stays in the source's ledger. Repeating it changes nothing. A truncated log (its end is before \
          the landed position) can be acknowledged once it has grown to that position.\
          """)
  public PartitionState acknowledge(
      @PathParam("source") String source, @Nullable TopicPartition body) {
    TopicPartition partition = Body.whole(body);
    Instant now = clock.instant();
    SourceState state =
        database.transaction(session ->
            SourceState.lock(session, source)
                .invoke(locked -> Acknowledgement.acknowledge(locked, partition, now)));
    return state.describe(state.find(partition).orElseThrow(), now, settings.reportGapMax());
  }

  @GET
  @Path("/sources/{source}/ledger")
  @Operation(
      summary = "The account of every landed row of the source.",
      description = "For every windowing: landed = windowed + unplaced, in count and fingerprint.")
  public SourceLedger ledger(@PathParam("source") String source) {
    return database.read(session ->
        SourceState.read(session, source).chain(state -> SourceLedgers.of(session, state.row())));
  }

  private Uni<List<SourceDescription>> describeAll(Mutiny.Session session, List<SourceRow> rows) {
    return SourceState.readAll(session, rows)
        .chain(states ->
            SourceWindowings.all(session)
                .map(windowings ->
                    states.stream().map(state -> describe(state, windowings)).toList()));
  }

  private SourceDescription describe(SourceState state, Map<String, List<Windowing>> windowings) {
    Instant now = clock.instant();
    SourceRow row = state.row();
    return new SourceDescription(
        row.spec(),
        row.privacy(),
        windowings.getOrDefault(row.name(), List.of()),
        state.live().stream()
            .map(partition -> state.describe(partition, now, settings.reportGapMax()))
            .toList(),
        row.watermark(),
        row.completion(),
        row.lastSeq());
  }
}
