package io.penstock.workflow.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Optional;

/**
 * Asks for builds and waits for them. Anybody can start it, with any Temporal client or UI: type
 * {@code RequestBuild}, task queue {@code penstock}, input {@code
 * {"pipeline":"flights","from":"2001-01-01","to":"2001-02-01"}}. See {@link
 * io.penstock.contracts.build.BuildRequest} for what may be left out.
 */
@WorkflowInterface
public interface RequestBuildWorkflow {

  /**
   * Waits until every window that was asked for is published, rejected or failed.
   *
   * @param input the request as plain JSON, so that a mistake in it is answered and not swallowed
   * @return what became of it
   * @throws io.temporal.failure.ApplicationFailure of type USER if the request cannot be: the
   *     message says what to change
   */
  @WorkflowMethod(name = "RequestBuild")
  BuildRequestReceipt requestBuild(JsonNode input);

  /** What has become of the request so far; absent until the catalog has accepted it. */
  @QueryMethod
  Optional<BuildRequestReceipt> status();
}
