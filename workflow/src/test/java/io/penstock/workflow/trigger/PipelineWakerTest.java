package io.penstock.workflow.trigger;

import static io.penstock.workflow.testing.Builds.FLIGHTS;
import static io.penstock.workflow.testing.Builds.day;
import static io.penstock.workflow.testing.Builds.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.build.Step;
import io.penstock.workflow.pipeline.PipelineStatus;
import io.penstock.workflow.pipeline.PipelineWorkflow;
import io.penstock.workflow.testing.FakeTemporal;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipelineWakerTest {
  private final FakeTemporal temporal = new FakeTemporal();
  private final PipelineWaker waker = new PipelineWaker(temporal.client());

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void startsWhatDoesNotRun() {
    temporal.catalog.makeDue(days(1, 1));
    waker.wakeUnlessBusy(FLIGHTS);
    await().until(() -> temporal.catalog.publications().size() == 1);
  }

  @Test
  void wakesWhatRests() {
    PipelineWorkflow workflow = temporal.startFlights();
    await().until(() -> workflow.status().phase() == PipelineStatus.Phase.IDLE);
    temporal.catalog.makeDue(days(1, 1));
    waker.wakeUnlessBusy(FLIGHTS);
    await().until(() -> temporal.catalog.publications().size() == 1);
  }

  @Test
  void leavesABusyOneAlone() {
    CountDownLatch goOn = new CountDownLatch(1);
    temporal.catalog.makeDue(days(1, 1));
    temporal.steps.await(day(1), Step.CONFORM, goOn);
    waker.wake(FLIGHTS);
    await().until(() -> !temporal.steps.taken().isEmpty());
    for (int i = 0; i < 5; i++) {
      waker.wakeUnlessBusy(FLIGHTS);
    }
    goOn.countDown();
    await().until(() -> temporal.catalog.publications().size() == 1);
    assertThat(signals()).isEqualTo(1);
  }

  @Test
  void startsAgainWhatEndedInTheMiddleOfItsWork() {
    CountDownLatch goOn = new CountDownLatch(1);
    temporal.catalog.makeDue(days(1, 1));
    temporal.steps.await(day(1), Step.CONFORM, goOn);
    PipelineWorkflow workflow = temporal.startFlights();
    await().until(() -> !temporal.steps.taken().isEmpty());
    WorkflowStub.fromTyped(workflow).terminate("by an operator");
    goOn.countDown();
    waker.wakeUnlessBusy(FLIGHTS);
    await().atMost(Duration.ofSeconds(45)).until(() -> temporal.catalog.publications().size() == 1);
  }

  private long signals() {
    return temporal.client().fetchHistory(PipelineWorkflow.id(FLIGHTS)).getEvents().stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED)
        .count();
  }
}
