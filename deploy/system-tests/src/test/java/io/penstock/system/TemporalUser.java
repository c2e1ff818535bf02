package io.penstock.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Somebody with a Temporal client, who knows names and JSON and has no class of Penstock's. */
final class TemporalUser implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;

  TemporalUser(String address) {
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    this.client = WorkflowClient.newInstance(stubs);
  }

  /** A workflow that was started. */
  record Running(WorkflowStub stub) {
    /** Its result; fails as the workflow does. */
    JsonNode result() {
      try {
        return stub.getResult(PATIENCE_SECONDS, TimeUnit.SECONDS, JsonNode.class);
      } catch (TimeoutException e) {
        throw new IllegalStateException(stub.getExecution() + " does not end", e);
      }
    }
  }

  /** Asks for builds, as the manual says. */
  Running requestBuild(Map<String, String> input) {
    return start("RequestBuild", input);
  }

  /** Builds a plan once more, beside the pipeline's own workflow. */
  Running build(String pipeline, JsonNode plan) {
    return start(
        "Build",
        Map.of(
            "pipeline",
            pipeline,
            "builds",
            plan,
            "settings",
            Map.of("windowsInParallel", 2, "heartbeatTimeout", "PT30S", "stepTimeout", "PT10M"),
            "settled",
            Map.of(
                "windows",
                0,
                "passed",
                List.of(),
                "rejected",
                0,
                "failed",
                0,
                "published",
                0,
                "replan",
                0)));
  }

  private Running start(String type, Object input) {
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            type, WorkflowOptions.newBuilder().setTaskQueue("penstock").build());
    stub.start(input);
    return new Running(stub);
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
