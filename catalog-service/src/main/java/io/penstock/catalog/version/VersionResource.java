package io.penstock.catalog.version;

import io.penstock.catalog.Concurrently;
import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.persistence.Paging;
import io.penstock.catalog.version.VersionContents.VersionWindow;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.SuiteReference;
import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.dataset.Lineage;
import io.penstock.contracts.dataset.VersionCheckpoints;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.dataset.VersionFile;
import io.penstock.contracts.dataset.VersionLedger;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.lake.store.ObjectStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Versions over REST. Where a version's number stands, {@code latest} and tags are understood as
 * well.
 */
@Path("/api/v1/datasets/{dataset}/versions")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Datasets")
class VersionResource {
  private final Database database;
  private final ObjectStore store;

  VersionResource(Database database, ObjectStore store) {
    this.database = database;
    this.store = store;
  }

  @GET
  @Operation(summary = "Lists the versions of a dataset by number.")
  public Page<VersionDescription> versions(
      @PathParam("dataset") String dataset,
      @QueryParam("after") @DefaultValue("0") String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    long number = Paging.numberAfter(after);
    List<VersionDescription> fetched =
        database.read(session ->
            Versions.requireDataset(session, dataset)
                .chain(() -> Versions.list(session, dataset, number, fetch)));
    return Paging.page(fetched, limit, version -> Long.toString(version.number()));
  }

  @GET
  @Path("/{version}")
  @Operation(summary = "Describes a version, by its number, by 'latest' or by a tag.")
  public VersionDescription version(
      @PathParam("dataset") String dataset, @PathParam("version") String version) {
    return database.read(session -> Versions.find(session, dataset, version));
  }

  @GET
  @Path("/{version}/files")
  @Operation(summary = "Lists the data files of a version by key.")
  public Page<VersionFile> files(
      @PathParam("dataset") String dataset,
      @PathParam("version") String version,
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    List<VersionFile> fetched =
        of(
            dataset,
            version,
            (session, number) -> VersionContents.files(session, dataset, number, after, fetch));
    return Paging.page(fetched, limit, file -> file.file().object().key().value());
  }

  @GET
  @Path("/{version}/ledger")
  @Operation(summary = "Gives the account of each window of a version, by window.")
  public Page<VersionLedger> ledger(
      @PathParam("dataset") String dataset,
      @PathParam("version") String version,
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    Instant start = instantAfter(after);
    List<VersionLedger> fetched =
        of(
            dataset,
            version,
            (session, number) -> VersionContents.ledgers(session, dataset, number, start, fetch));
    return Paging.page(fetched, limit, ledger -> ledger.window().start().toString());
  }

  @GET
  @Path("/{version}/lineage")
  @Operation(summary = "Tells where each window of a version comes from, by window.")
  public Page<Lineage> lineage(
      @PathParam("dataset") String dataset,
      @PathParam("version") String version,
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    Instant start = instantAfter(after);
    List<VersionWindow> fetched =
        of(
            dataset,
            version,
            (session, number) -> VersionContents.windows(session, dataset, number, start, fetch));
    Page<VersionWindow> page =
        Paging.page(fetched, limit, window -> window.window().start().toString());
    return new Page<>(Concurrently.map(page.items(), this::lineage), page.next());
  }

  @GET
  @Path("/{version}/checkpoints")
  @Operation(
      summary = "Tells what each window of a version was checked with, by window.",
      description =
          "Names the suites with version and SHA-256, what did not hold, and the address of each report.")
  public Page<VersionCheckpoints> checkpoints(
      @PathParam("dataset") String dataset,
      @PathParam("version") String version,
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    int fetch = Paging.fetch(limit);
    Instant start = instantAfter(after);
    List<VersionCheckpoints> fetched =
        of(
            dataset,
            version,
            (session, number) ->
                VersionContents.checkpoints(session, dataset, number, start, fetch));
    return Paging.page(fetched, limit, window -> window.window().start().toString());
  }

  private Lineage lineage(VersionWindow window) {
    BuildPlan plan = Json.read(store.read(ObjectLayout.plan(window.buildId())), BuildPlan.class);
    return new Lineage(
        window.window(),
        window.buildId(),
        plan.spec().source().name(),
        window.specVersion(),
        window.through(),
        plan.batches(),
        plan.suites().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(Map.Entry::getValue)
            .map(suite -> new SuiteReference(suite.name(), suite.version(), suite.sha256()))
            .toList());
  }

  /** Something of a version. */
  private interface Reading<T> {
    Uni<List<T>> read(Mutiny.QueryProducer session, long number);
  }

  private <T> List<T> of(String dataset, String version, Reading<T> reading) {
    return database.read(session ->
        Versions.find(session, dataset, version)
            .chain(found -> reading.read(session, found.number())));
  }

  private static Instant instantAfter(String after) {
    try {
      return after.isEmpty() ? VersionContents.EARLIEST : Instant.parse(after);
    } catch (DateTimeParseException e) {
      throw PenstockException.user(
          "bad-cursor", "'%s' is no cursor: pass 'next' of the page before".formatted(after), e);
    }
  }
}
