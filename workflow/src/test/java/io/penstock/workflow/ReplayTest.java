package io.penstock.workflow;

import static io.penstock.workflow.testing.Builds.FLIGHTS;
import static io.penstock.workflow.testing.Builds.day;
import static io.penstock.workflow.testing.Builds.days;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.workflow.build.BuildWorkflow;
import io.penstock.workflow.pipeline.PipelineStatus;
import io.penstock.workflow.pipeline.PipelineWorkflow;
import io.penstock.workflow.testing.FakeTemporal;
import io.penstock.workflow.testing.Histories;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowHistoryLoader;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workflows that run while the service is upgraded go on with the new code: it must make the same
 * decisions on every history that was recorded. A change that fails here needs {@code
 * Workflow.getVersion}.
 *
 * <p>New histories are recorded with {@code -Dpenstock.record-histories=true}; old ones stay.
 */
@Timeout(60)
class ReplayTest {
  private static final Path HISTORIES = Path.of("src/test/resources/histories");
  private static final Path NEXT = Path.of("src/test/resources/histories-of-a-next-release");

  private final FakeTemporal temporal = new FakeTemporal();

  @AfterEach
  void close() {
    temporal.close();
  }

  @ParameterizedTest
  @MethodSource("histories")
  void decidesAsRecorded(Path history) throws Exception {
    WorkflowReplayer.replayWorkflowExecution(
        WorkflowHistoryLoader.readHistory(history.toFile()), temporal.worker());
  }

  static List<Path> histories() throws IOException {
    return Histories.in(HISTORIES);
  }

  /** Recorded by deploy/next-release, which knows a changed step and does not take it. */
  @Test
  void goesOnWithWhatANextReleaseBeganAsThisOneDoes() throws Exception {
    WorkflowReplayer.replayWorkflowExecution(
        WorkflowHistoryLoader.readHistory(NEXT.resolve("held-back.json").toFile()),
        temporal.worker());
  }

  /** What cannot be gone on with is refused: nothing is decided, and another replica is asked. */
  @Test
  void refusesWhatANextReleaseDoesOtherwise() throws Exception {
    WorkflowExecutionHistory history =
        WorkflowHistoryLoader.readHistory(NEXT.resolve("adopted.json").toFile());

    assertThatThrownBy(() -> WorkflowReplayer.replayWorkflowExecution(history, temporal.worker()))
        .hasStackTraceContaining("NonDeterministicException");
  }

  @Test
  @EnabledIfSystemProperty(named = "penstock.record-histories", matches = "true")
  void recordARoundWithEveryKindOfEnd() throws IOException {
    temporal.catalog.makeDue(days(1, 5));
    temporal.catalog.changeBase(day(5));
    temporal.steps.reject(day(2), Step.CHECK_CONFORMED);
    temporal.steps.fail(day(3), Step.TRANSFORM, 1, PenstockException.user("invalid-sql", "no 'x'"));
    temporal.steps.fail(
        day(4), Step.CONFORM, 2, PenstockException.external("store-unavailable", "no S3"));
    temporal.startFlights();
    await().until(() -> temporal.catalog.publications().size() == 2);
    record("build-mixed", BuildWorkflow.id(FLIGHTS, days(1, 5)));
    record("pipeline-mixed", PipelineWorkflow.id(FLIGHTS));
  }

  @Test
  @EnabledIfSystemProperty(named = "penstock.record-histories", matches = "true")
  void recordABuildThatHandsOver() throws IOException {
    temporal.catalog.makeDue(days(1, 26));
    temporal.startFlights();
    await().until(() -> temporal.catalog.publications().size() == 1);
    record("build-second-run", BuildWorkflow.id(FLIGHTS, days(1, 26)));
  }

  @Test
  @EnabledIfSystemProperty(named = "penstock.record-histories", matches = "true")
  void recordACancelledBuild() throws IOException {
    temporal.catalog.makeDue(days(1, 3));
    temporal.steps.workUntilCancelled(day(1), Step.TRANSFORM);
    PipelineWorkflow workflow = temporal.startFlights();
    await().until(() -> temporal.steps.taken(day(3)).size() == 4);
    WorkflowStub.fromTyped(workflow).cancel();
    await()
        .until(() ->
            temporal
                .client()
                .newUntypedWorkflowStub(PipelineWorkflow.id(FLIGHTS))
                .describe()
                .getStatus()
                .name()
                .endsWith("CANCELED"));
    record("build-cancelled", BuildWorkflow.id(FLIGHTS, days(1, 3)));
    record("pipeline-cancelled", PipelineWorkflow.id(FLIGHTS));
  }

  @Test
  @EnabledIfSystemProperty(named = "penstock.record-histories", matches = "true")
  void recordAPipelineThatIsWoken() throws IOException {
    PipelineWorkflow workflow = temporal.startFlights();
    for (int dayOfMonth = 1; dayOfMonth <= 3; dayOfMonth++) {
      await().until(() -> workflow.status().phase() == PipelineStatus.Phase.IDLE);
      temporal.catalog.makeDue(days(dayOfMonth, dayOfMonth));
      workflow.wake();
      int published = dayOfMonth;
      await().until(() -> temporal.catalog.publications().size() == published);
    }
    temporal.environment().sleep(Duration.ofMinutes(11));
    record("pipeline-woken", PipelineWorkflow.id(FLIGHTS));
  }

  @Test
  @EnabledIfSystemProperty(named = "penstock.record-histories", matches = "true")
  void recordARequest() throws IOException {
    temporal.catalog.makeDue(days(1, 2));
    WorkflowStub request =
        temporal
            .client()
            .newUntypedWorkflowStub(
                "RequestBuild",
                WorkflowOptions.newBuilder()
                    .setWorkflowId("request")
                    .setTaskQueue(ActivityDefaults.TASK_QUEUE)
                    .build());
    request.start(Map.of("pipeline", "flights", "from", "2001-01-01"));
    await().until(() -> !temporal.woken().isEmpty());
    temporal.startFlights();
    request.getResult(BuildRequestReceipt.class);
    record("request-done", "request");
  }

  private void record(String name, String workflowId) throws IOException {
    Files.createDirectories(HISTORIES);
    Files.writeString(
        HISTORIES.resolve(name + ".json"),
        temporal.client().fetchHistory(workflowId).toJson(true) + "\n");
  }
}
