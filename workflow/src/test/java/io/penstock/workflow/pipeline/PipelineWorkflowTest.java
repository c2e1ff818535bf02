package io.penstock.workflow.pipeline;

import static io.penstock.workflow.testing.Builds.FLIGHTS;
import static io.penstock.workflow.testing.Builds.day;
import static io.penstock.workflow.testing.Builds.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.build.Step;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.BuildId;
import io.penstock.runtime.failure.TemporalFailures;
import io.penstock.workflow.build.BuildWorkflow;
import io.penstock.workflow.testing.FakeCatalog;
import io.penstock.workflow.testing.FakeSteps;
import io.penstock.workflow.testing.FakeTemporal;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipelineWorkflowTest {
  private final FakeTemporal temporal = new FakeTemporal();
  private final FakeCatalog catalog = temporal.catalog;

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void buildsWhatIsDueAndThenRests() {
    catalog.makeDue(days(1, 3));
    PipelineWorkflow workflow = temporal.startFlights();
    awaitIdle(workflow);
    assertThat(workflow.progress()).isEqualTo(new PipelineProgress(1, 3, 0, 0, Optional.of(1L)));
    assertThat(catalog.plans()).isEqualTo(2);
  }

  @Test
  void beingWokenMakesItAskAgain() {
    PipelineWorkflow workflow = temporal.startFlights();
    awaitIdle(workflow);
    catalog.makeDue(days(1, 1));
    workflow.wake();
    await().until(() -> catalog.publications().size() == 1);
  }

  @Test
  void asksAgainByItselfAfterALongRest() {
    PipelineWorkflow workflow = temporal.startFlights();
    awaitIdle(workflow);
    catalog.makeDue(days(1, 1));
    temporal.environment().sleep(FakeCatalog.IDLE_CHECK.plusSeconds(1));
    await().until(() -> catalog.publications().size() == 1);
  }

  @Test
  void aWakeDuringABuildIsNotLost() {
    CountDownLatch goOn = new CountDownLatch(1);
    catalog.makeDue(days(1, 1));
    temporal.steps.await(day(1), Step.CONFORM, goOn);
    PipelineWorkflow workflow = temporal.startFlights();
    await().until(() -> !temporal.steps.taken().isEmpty());
    catalog.makeDue(days(2, 2));
    workflow.wake();
    goOn.countDown();
    await().until(() -> catalog.publications().size() == 2);
  }

  @Test
  void aWakeBetweenAPlanAndTheRestIsNotLost() {
    CountDownLatch planning = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    catalog.beforePlan(() -> {
      planning.countDown();
      FakeSteps.await(goOn);
    });
    PipelineWorkflow workflow = temporal.startFlights();
    FakeSteps.await(planning);
    workflow.wake();
    goOn.countDown();
    // The first plan finds nothing; the second is because of the signal, and not of the clock.
    await().until(() -> catalog.plans() == 2);
    awaitIdle(workflow);
    assertThat(catalog.plans()).isEqualTo(2);
  }

  @Test
  void aWindowWhoseBaseChangedIsPlannedAgain() {
    catalog.makeDue(days(1, 2));
    catalog.changeBase(day(2));
    PipelineWorkflow workflow = temporal.startFlights();
    awaitIdle(workflow);
    assertThat(catalog.publications())
        .containsExactly(List.of(day(1).buildId()), List.of(day(2).buildId()));
  }

  @Test
  void aRoundThatSettlesNothingIsRepeatedAfterAPause() {
    catalog.makeDue(days(1, 1));
    catalog.changeBase(day(1));
    PipelineWorkflow workflow = temporal.startFlights();
    await().until(() -> workflow.status().phase() == PipelineStatus.Phase.PAUSING);
    assertThat(workflow.status().trouble()).get().asString().contains("could be settled");
    temporal.environment().sleep(Duration.ofSeconds(2));
    await().until(() -> catalog.publications().size() == 1);
  }

  @Test
  void aPlanThatFailsIsNotRepeatedWithoutEnd() {
    for (int i = 0; i < 1_000; i++) {
      catalog.beforePlan(() -> {
        throw PenstockException.internal("broken", "an invariant does not hold");
      });
    }
    PipelineWorkflow workflow = temporal.startFlights();
    temporal.environment().sleep(Duration.ofMinutes(10));
    // Pauses of 1, 2, 4, 8, 16, 32 and then 60 seconds.
    assertThat(catalog.plans()).isBetween(10, 17);
    assertThat(workflow.status().trouble()).contains("broken: an invariant does not hold");
  }

  @Test
  void pausesGrowUpToAMinute() {
    assertThat(PipelineRun.pauseAfter(0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(PipelineRun.pauseAfter(3)).isEqualTo(Duration.ofSeconds(8));
    assertThat(PipelineRun.pauseAfter(1_000_000)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aBuildThatIsCancelledAloneIsMadeAgain() {
    catalog.makeDue(days(1, 1));
    temporal.steps.workUntilCancelled(day(1), Step.CONFORM);
    PipelineWorkflow workflow = temporal.startFlights();
    await().until(() -> !temporal.steps.taken().isEmpty());
    temporal.client().newUntypedWorkflowStub(BuildWorkflow.id(FLIGHTS, days(1, 1))).cancel();
    await().until(() -> workflow.status().phase() == PipelineStatus.Phase.PAUSING);
    temporal.environment().sleep(Duration.ofSeconds(2));
    await().until(() -> catalog.publications().size() == 1);
  }

  @Test
  void aPipelineThatTheCatalogDoesNotKnowEndsIt() {
    catalog.beforePlan(() -> {
      throw PenstockException.user("unknown-pipeline", "There is no pipeline 'flights'");
    });
    PipelineWorkflow workflow = temporal.startFlights();
    Throwable thrown = catchThrowable(() -> WorkflowStub.fromTyped(workflow).getResult(Void.class));
    assertThat(TemporalFailures.fromTemporal(thrown))
        .get()
        .hasFieldOrPropertyWithValue("code", "unknown-pipeline");
  }

  @Test
  void startsOverWithAFreshHistoryAndKeepsCounting() {
    catalog.makeDue(days(1, 1));
    PipelineWorkflow workflow = temporal.startFlights();
    WorkflowExecution first = WorkflowStub.fromTyped(workflow).getExecution();
    awaitIdle(workflow);
    temporal.environment().sleep(FakeCatalog.IDLE_CHECK.multipliedBy(PipelineRun.ROUNDS_MAX + 5));
    PipelineWorkflow latest =
        temporal.client().newWorkflowStub(PipelineWorkflow.class, PipelineWorkflow.id(FLIGHTS));
    await().until(() -> catalog.plans() > PipelineRun.ROUNDS_MAX);
    String run =
        temporal
            .client()
            .newUntypedWorkflowStub(PipelineWorkflow.id(FLIGHTS))
            .describe()
            .getExecution()
            .getRunId();
    assertThat(run).isNotEqualTo(first.getRunId());
    assertThat(latest.progress().published()).isEqualTo(1);
  }

  @Test
  void cancellingItCancelsItsBuild() {
    catalog.makeDue(days(1, 2));
    CountDownLatch stopped = temporal.steps.workUntilCancelled(day(1), Step.CONFORM);
    PipelineWorkflow workflow = temporal.startFlights();
    await().until(() -> temporal.steps.taken(day(2)).size() == 4);
    WorkflowStub.fromTyped(workflow).cancel();
    assertThat(catchThrowable(() -> WorkflowStub.fromTyped(workflow).getResult(Void.class)))
        .hasMessageContaining("CANCELED");
    assertThat(catalog.publications()).isEmpty();
    assertThat(stopped.getCount()).isZero();
  }

  @Test
  void startedAnewItGoesOnWhereItWas() {
    catalog.makeDue(days(1, 2));
    temporal.steps.reject(day(2), Step.CHECK_OUTPUT);
    PipelineWorkflow workflow = temporal.startFlights();
    awaitIdle(workflow);
    WorkflowStub.fromTyped(workflow).terminate("lost");
    catalog.makeDue(days(3, 3));
    awaitIdle(temporal.startFlights());
    assertThat(catalog.publications().stream().<BuildId>mapMulti(Iterable::forEach))
        .containsExactly(day(1).buildId(), day(3).buildId());
  }

  private static void awaitIdle(PipelineWorkflow workflow) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> workflow.status().phase() == PipelineStatus.Phase.IDLE);
  }
}
