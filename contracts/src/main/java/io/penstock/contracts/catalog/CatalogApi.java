package io.penstock.contracts.catalog;

import io.penstock.contracts.build.BuildDescription;
import io.penstock.contracts.build.BuildEnd;
import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.Publication;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.dataset.VersionFile;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.BatchReceipt;
import io.penstock.contracts.source.PartitionState;
import io.penstock.contracts.source.ProgressReport;
import io.penstock.contracts.source.SourceDescription;
import io.penstock.contracts.source.TopicReport;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;

/**
 * The part of the catalog's REST API that the other services call. Names are plain strings here
 * because they stand in paths. Errors come back as {@link
 * io.penstock.contracts.failure.PenstockException}.
 */
@Path("/api/v1")
@Consumes("application/json")
@Produces("application/json")
public interface CatalogApi {
  /** Every registered source. */
  @GET
  @Path("/sources")
  Page<SourceDescription> sources(
      @QueryParam("after") String after, @QueryParam("limit") @DefaultValue("1000") int limit);

  /** One source. */
  @GET
  @Path("/sources/{source}")
  SourceDescription source(@PathParam("source") String source);

  /**
   * Says what Kafka's metadata holds and asks where to read from. New topic-partitions are
   * registered; lost positions are found here.
   */
  @PUT
  @Path("/sources/{source}/topic-partitions")
  List<PartitionState> reportTopic(@PathParam("source") String source, TopicReport report);

  /**
   * Commits a batch: accepted only if it starts at the expected position. Fails with code {@code
   * conflict-position} (409) if it does not, {@code conflict-swept} if its object was swept, {@code
   * conflict-windowing} if counts for one of the source's windowings are missing, {@code
   * conflict-lost} if the topic-partition is stopped.
   */
  @POST
  @Path("/sources/{source}/batches")
  BatchReceipt commitBatch(@PathParam("source") String source, BatchCommit commit);

  /** Reports how far topic-partitions are read. */
  @POST
  @Path("/sources/{source}/progress")
  void reportProgress(@PathParam("source") String source, ProgressReport report);

  /** The names of pipelines that have due windows. */
  @GET
  @Path("/pipelines/due")
  List<String> duePipelines();

  /**
   * Plans what is due: closed windows that are not published, windows that became stale, and
   * windows asked for. Planning twice gives the same builds.
   */
  @POST
  @Path("/pipelines/{pipeline}/plans")
  List<PlannedBuild> plan(
      @PathParam("pipeline") String pipeline, @QueryParam("limit") @DefaultValue("100") int limit);

  /**
   * Asks for builds. A request whose id is known already is not made again: the answer is what
   * became of it.
   */
  @POST
  @Path("/pipelines/{pipeline}/builds")
  BuildRequestReceipt requestBuilds(@PathParam("pipeline") String pipeline, BuildRequest request);

  /** What became of a request for builds. */
  @GET
  @Path("/build-requests/{id}")
  BuildRequestReceipt buildRequest(@PathParam("id") UUID id);

  /**
   * Publishes builds whose checkpoints passed, in one transaction. Repeating it changes nothing.
   */
  @POST
  @Path("/pipelines/{pipeline}/publications")
  Publication publish(@PathParam("pipeline") String pipeline, Publication.Request request);

  /** One build. */
  @GET
  @Path("/builds/{build}")
  BuildDescription build(@PathParam("build") String build);

  /** Says that a build was rejected or failed. Repeating it changes nothing. */
  @POST
  @Path("/builds/{build}/end")
  void endBuild(@PathParam("build") String build, BuildEnd end);

  /** The newest version of a suite. */
  @GET
  @Path("/suites/{suite}")
  SuiteDescription suite(@PathParam("suite") String suite);

  /** One version of a suite. */
  @GET
  @Path("/suites/{suite}/versions/{version}")
  SuiteDescription suiteVersion(
      @PathParam("suite") String suite, @PathParam("version") int version);

  /** A version of a dataset, by its number, by {@code latest} or by a tag. */
  @GET
  @Path("/datasets/{dataset}/versions/{version}")
  VersionDescription version(
      @PathParam("dataset") String dataset, @PathParam("version") String version);

  /** The data files of a version by key. */
  @GET
  @Path("/datasets/{dataset}/versions/{version}/files")
  Page<VersionFile> versionFiles(
      @PathParam("dataset") String dataset,
      @PathParam("version") String version,
      @QueryParam("after") String after,
      @QueryParam("limit") @DefaultValue("1000") int limit);
}
