package io.penstock.workflow.request;

import static io.penstock.workflow.testing.Builds.FLIGHTS;
import static io.penstock.workflow.testing.Builds.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.runtime.failure.TemporalFailures;
import io.penstock.workflow.ActivityDefaults;
import io.penstock.workflow.testing.FakeTemporal;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestBuildWorkflowTest {
  private final FakeTemporal temporal = new FakeTemporal();

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void wakesThePipelineAndWaitsUntilTheRequestIsDone() {
    temporal.catalog.makeDue(days(1, 3));
    WorkflowStub request =
        start(Map.of("pipeline", "flights", "from", "2001-01-01", "to", "2001-02-01"));
    await().until(() -> temporal.woken().contains(FLIGHTS));
    temporal.startFlights();
    BuildRequestReceipt receipt = request.getResult(BuildRequestReceipt.class);
    assertThat(receipt.open()).isZero();
    assertThat(receipt.published()).isEqualTo(3);
    assertThat(receipt.version()).contains(1L);
  }

  @Test
  void saysHowFarTheRequestIs() {
    temporal.catalog.makeDue(days(1, 3));
    WorkflowStub request = start(Map.of("pipeline", "flights"));
    await()
        .ignoreExceptions()
        .untilAsserted(() ->
            assertThat(request.query("status", BuildRequestReceipt.class).open()).isEqualTo(3));
  }

  @Test
  void aRequestForWhatIsPublishedAlreadyWakesNobody() {
    assertThat(start(Map.of("pipeline", "flights")).getResult(BuildRequestReceipt.class).open())
        .isZero();
    assertThat(temporal.woken()).isEmpty();
  }

  @Test
  void aLostAnswerDoesNotMakeASecondRequest() {
    temporal.catalog.loseAnswer();
    WorkflowStub request = start(Map.of("pipeline", "flights"));
    BuildRequestReceipt receipt = request.getResult(BuildRequestReceipt.class);
    assertThat(temporal.catalog.requests())
        .hasSize(2)
        .extracting(BuildRequest::id)
        .containsOnly(Optional.of(receipt.id()));
  }

  @Test
  void aPipelineThatDoesNotExistIsAnswered() {
    PenstockException failure = failureOf(Map.of("pipeline", "trains"));
    assertThat(failure.kind()).isEqualTo(FailureKind.USER);
    assertThat(failure.code()).isEqualTo("unknown-pipeline");
    assertThat(failure.getMessage()).isEqualTo("There is no pipeline 'trains'");
  }

  @Test
  void aDateThatIsNoneIsAnswered() {
    assertThat(failureOf(Map.of("pipeline", "flights", "from", "yesterday")).getMessage())
        .startsWith("'yesterday' is neither a date (2001-01-31) nor an instant");
  }

  @Test
  void noInputIsAnswered() {
    assertThat(failureOf().getMessage()).contains("the input is not a JSON object");
  }

  private PenstockException failureOf(Object... input) {
    WorkflowStub request = start(input);
    Throwable thrown = catchThrowable(() -> request.getResult(BuildRequestReceipt.class));
    return TemporalFailures.fromTemporal(thrown).orElseThrow();
  }

  /** As any client starts it: by the name of its type, with plain JSON. */
  private WorkflowStub start(Object... input) {
    WorkflowStub stub =
        temporal
            .client()
            .newUntypedWorkflowStub(
                "RequestBuild",
                WorkflowOptions.newBuilder()
                    .setTaskQueue(ActivityDefaults.TASK_QUEUE)
                    .setWorkflowExecutionTimeout(Duration.ofHours(1))
                    .build());
    stub.start(input);
    return stub;
  }
}
