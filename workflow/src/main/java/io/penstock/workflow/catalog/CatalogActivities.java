package io.penstock.workflow.catalog;

import io.penstock.contracts.build.BuildEnd;
import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.Publication;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.PipelineName;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.UUID;

/**
 * What the workflows ask of the catalog. Each may be repeated without changing more than the first
 * time. Failures carry their kind as the type of the Temporal failure.
 */
@ActivityInterface
public interface CatalogActivities {
  /** Plans what is due, up to a page of windows, and says how to build it. */
  @ActivityMethod(name = "plan")
  Round plan(PipelineName pipeline);

  /** Publishes builds whose checkpoints passed, together. */
  @ActivityMethod(name = "publish")
  Publication publish(PipelineName pipeline, Publication.Request request);

  /**
   * Says that a build was rejected or failed. A build that another workflow published meanwhile
   * stays published.
   *
   * @return the state the build is in afterwards
   */
  @ActivityMethod(name = "end-build")
  BuildState endBuild(BuildId build, BuildEnd end);

  /** Asks for builds; the request names its pipeline and its id. */
  @ActivityMethod(name = "request-builds")
  BuildRequestReceipt requestBuilds(BuildRequest request);

  /** What became of a request for builds. */
  @ActivityMethod(name = "build-request")
  BuildRequestReceipt buildRequest(UUID id);
}
