package io.penstock.catalog.suite;

import io.penstock.catalog.outbox.Outbox;
import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.persistence.Paging;
import io.penstock.catalog.persistence.Sequence;
import io.penstock.catalog.pipeline.CurrentPipeline;
import io.penstock.catalog.pipeline.Pipelines;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.catalog.SuiteDescription;
import io.penstock.contracts.event.EventType;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.SuiteName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;

/** Suites over REST. */
@Path("/api/v1")
@Produces("application/json")
@RunOnVirtualThread
@Tag(name = "Suites", description = "Expectation suites, as Great Expectations writes them.")
class SuiteResource {
  private final Database database;
  private final Clock clock;

  SuiteResource(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @PUT
  @Path("/suites/{suite}")
  @Consumes({"application/json", "text/plain", "application/octet-stream"})
  @Operation(
      summary = "Registers a suite.",
      description =
          """
          The whole suite is checked, as far as that needs no data, and every error told at once. The bytes are kept as they come. The same bytes as the newest version's are that version, others are the \
          next one; the next builds use it. Windows that an earlier version rejected become due again.\
          """)
  public SuiteDescription register(@PathParam("suite") String suite, byte[] body) {
    SuiteName name = new SuiteName(suite);
    String text = utf8(body);
    Suites.check(text);
    Instant now = clock.instant();
    return database.transaction(session ->
        requireFitForOutputs(session, name, text)
            .chain(() -> Suites.register(session, name, text, now))
            .call(done -> done.created() ? announce(session, name) : nothing())
            .map(done -> done.row().describe()));
  }

  @GET
  @Path("/suites")
  @Operation(summary = "Lists suites by name, each in its newest version.")
  public Page<SuiteDescription> suites(
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    List<SuiteDescription> fetched =
        describe(session ->
            session
                .createSelectionQuery(
                    """
                    from SuiteVersionRow s
                     where s.key.name > :after
                       and s.key.version =
                           (select max(t.key.version) from SuiteVersionRow t where t.key.name = s.key.name)
                     order by s.key.name
                    """,
                    SuiteVersionRow.class)
                .setParameter("after", after)
                .setMaxResults(fetch)
                .getResultList());
    return Paging.page(fetched, limit, suite -> suite.name().value());
  }

  @GET
  @Path("/suites/{suite}")
  @Operation(summary = "The newest version of a suite.")
  public SuiteDescription suite(@PathParam("suite") String suite) {
    return describe(session ->
            session
                .createSelectionQuery(
                    "from SuiteVersionRow where key.name = :name order by key.version desc",
                    SuiteVersionRow.class)
                .setParameter("name", suite)
                .setMaxResults(1)
                .getResultList())
        .stream()
        .findFirst()
        .orElseThrow(() -> unknown(suite));
  }

  @GET
  @Path("/suites/{suite}/versions")
  @Operation(summary = "Lists the versions of a suite, oldest first.")
  public Page<SuiteDescription> versions(
      @PathParam("suite") String suite,
      @QueryParam("after") @DefaultValue("0") String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    long afterVersion = Paging.numberAfter(after);
    List<SuiteDescription> fetched =
        describe(session ->
            session
                .createSelectionQuery(
                    """
                    from SuiteVersionRow where key.name = :name and key.version > :after order by key.version
                    """,
                    SuiteVersionRow.class)
                .setParameter("name", suite)
                .setParameter("after", (int) afterVersion)
                .setMaxResults(fetch)
                .getResultList());
    if (fetched.isEmpty() && afterVersion == 0) {
      throw unknown(suite);
    }
    return Paging.page(fetched, limit, version -> Integer.toString(version.version()));
  }

  @GET
  @Path("/suites/{suite}/versions/{version}")
  @Operation(summary = "One version of a suite.")
  public SuiteDescription version(
      @PathParam("suite") String suite, @PathParam("version") int version) {
    return database
        .read(session ->
            session
                .find(SuiteVersionRow.class, new SuiteVersionRow.Key(suite, version))
                .onItem()
                .ifNull()
                .failWith(() -> unknown(suite + "' version '" + version)))
        .describe();
  }

  private List<SuiteDescription> describe(
      java.util.function.Function<Mutiny.Session, Uni<List<SuiteVersionRow>>> query) {
    return database.read(query).stream().map(SuiteVersionRow::describe).toList();
  }

  private static Uni<Void> requireFitForOutputs(
      Mutiny.Session session, SuiteName name, String text) {
    return Pipelines.current(session)
        .invoke(pipelines ->
            pipelines.stream()
                .map(CurrentPipeline::spec)
                .filter(spec ->
                    spec.checks().suite(CheckpointName.OUTPUT).filter(name::equals).isPresent())
                .forEach(spec -> Suites.checkForOutput(name, text, spec.name())))
        .replaceWithVoid();
  }

  /** Tells every pipeline; those that do not use the suite find nothing new. */
  private static Uni<Void> announce(Mutiny.Session session, SuiteName name) {
    return session
        .createNativeQuery("select name from pipeline order by name")
        .getResultList()
        .chain(pipelines ->
            Sequence.each(
                pipelines,
                pipeline ->
                    Outbox.add(
                        session,
                        EventType.PIPELINE_DUE,
                        Cells.of(pipeline).text(0),
                        Map.of("suite", name))));
  }

  private static Uni<Void> nothing() {
    return Uni.createFrom().voidItem();
  }

  private static PenstockException unknown(String suite) {
    return PenstockException.user(
        "unknown-suite",
        "There is no suite '%s': register it with PUT /api/v1/suites/<name>.".formatted(suite));
  }

  private static String utf8(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw PenstockException.user("bad-suite", "The suite is not UTF-8.", e);
    }
  }
}
