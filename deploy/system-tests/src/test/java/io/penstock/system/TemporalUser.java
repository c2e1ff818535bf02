package io.penstock.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Whether a pipeline has a build under way. */
  boolean builds(String pipeline) {
    return client
            .newUntypedWorkflowStub("pipeline/" + pipeline)
            .describe()
            .getRawDescription()
            .getPendingChildrenCount()
        > 0;
  }

  /**
   * Ends the workflow of a pipeline as an operator does, and its builds, which a server other than
   * the in-memory one does by itself.
   */
  void terminate(String pipeline) {
    List<WorkflowExecution> builds = histories(pipeline).open();
    client.newUntypedWorkflowStub("pipeline/" + pipeline).terminate("rollback");
    for (WorkflowExecution build : builds) {
      client
          .newUntypedWorkflowStub(
              build.getWorkflowId(), Optional.of(build.getRunId()), Optional.empty())
          .terminate("rollback");
    }
  }

  /** What is remembered of the builds of a pipeline. */
  BuildHistories histories(String pipeline) {
    List<List<HistoryEvent>> pipelineRuns = new ArrayList<>();
    String run = null;
    do {
      List<HistoryEvent> events = client.fetchHistory("pipeline/" + pipeline, run).getEvents();
      pipelineRuns.addFirst(events);
      run =
          events
              .getFirst()
              .getWorkflowExecutionStartedEventAttributes()
              .getContinuedExecutionRunId();
    } while (!run.isEmpty());
    List<BuildHistories.Run> builds = new ArrayList<>();
    for (List<HistoryEvent> events : pipelineRuns) {
      events.stream()
          .filter(HistoryEvent::hasChildWorkflowExecutionStartedEventAttributes)
          .map(event ->
              event.getChildWorkflowExecutionStartedEventAttributes().getWorkflowExecution())
          .forEach(build -> builds.addAll(runs(build)));
    }
    return new BuildHistories(builds);
  }

  /** The runs of a build: each goes on where the one before stopped. */
  private List<BuildHistories.Run> runs(WorkflowExecution first) {
    List<BuildHistories.Run> runs = new ArrayList<>();
    WorkflowExecution next = first;
    while (!next.getRunId().isEmpty()) {
      BuildHistories.Run run =
          new BuildHistories.Run(
              next, client.fetchHistory(next.getWorkflowId(), next.getRunId()).getEvents());
      runs.add(run);
      next = next.toBuilder().setRunId(run.successor()).build();
    }
    return runs;
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }
}
