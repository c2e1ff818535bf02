package io.penstock.workflow.build;

import static io.penstock.workflow.testing.Builds.FLIGHTS;
import static io.penstock.workflow.testing.Builds.day;
import static io.penstock.workflow.testing.Builds.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.build.BuildEnd;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.BuildId;
import io.penstock.workflow.testing.FakeCatalog;
import io.penstock.workflow.testing.FakeSteps;
import io.penstock.workflow.testing.FakeTemporal;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BuildWorkflowTest {
  private final FakeTemporal temporal = new FakeTemporal();

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void publishesAllWindowsTogether() {
    BuildReport report = build(days(1, 3));
    assertThat(report).isEqualTo(new BuildReport(Optional.of(1L), 3, 0, 0, 0));
    assertThat(temporal.catalog.publications())
        .singleElement()
        .satisfies(builds -> assertThat(builds).containsExactlyInAnyOrder(ids(1, 2, 3)));
  }

  @Test
  void takesEachWindowThroughTheStepsInTheirOrder() {
    build(days(1, 3));
    assertThat(temporal.steps.taken(day(2)))
        .containsExactly("conform", "check-conformed", "transform", "check-output");
  }

  @Test
  void worksOnAsManyWindowsAtATimeAsAllowed() {
    CountDownLatch both = new CountDownLatch(2);
    for (PlannedBuild build : days(1, 2)) {
      temporal.steps.during(
          build,
          Step.CONFORM,
          () -> {
            both.countDown();
            FakeSteps.await(both);
          });
    }
    build(days(1, 8));
    assertThat(temporal.steps.runningMax()).isEqualTo(2);
  }

  @Test
  void aWindowThatIsRejectedDoesNotStopTheOthers() {
    temporal.steps.reject(day(2), Step.CHECK_CONFORMED);
    BuildReport report = build(days(1, 3));
    assertThat(report).isEqualTo(new BuildReport(Optional.of(1L), 2, 1, 0, 0));
    assertThat(temporal.catalog.publications().getFirst()).containsExactlyInAnyOrder(ids(1, 3));
    BuildEnd end = temporal.catalog.ends().get(day(2).buildId());
    assertThat(end.code()).isEqualTo("checkpoint-failed");
    assertThat(end.kind()).isEqualTo(FailureKind.USER);
    assertThat(temporal.steps.taken(day(2))).containsExactly("conform", "check-conformed");
  }

  @Test
  void outputThatIsRejectedIsNotPublished() {
    temporal.steps.reject(day(1), Step.CHECK_OUTPUT);
    assertThat(build(days(1, 1))).isEqualTo(new BuildReport(Optional.empty(), 0, 1, 0, 0));
    assertThat(temporal.catalog.publications()).isEmpty();
  }

  @Test
  void anExternalFailureIsTriedUntilItIsGone() {
    temporal.steps.fail(
        day(1), Step.CONFORM, 12, PenstockException.external("store-unavailable", "no S3"));
    assertThat(build(days(1, 1)).published()).isEqualTo(1);
    assertThat(temporal.steps.taken(day(1))).hasSize(16);
  }

  @Test
  void aFailureOfTheUserEndsThatWindowAlone() {
    temporal.steps.fail(
        day(1), Step.TRANSFORM, 1, PenstockException.user("invalid-sql", "no column 'x'"));
    assertThat(build(days(1, 2))).isEqualTo(new BuildReport(Optional.of(1L), 1, 0, 1, 0));
    assertThat(temporal.catalog.ends())
        .containsOnlyKeys(day(1).buildId())
        .containsValue(new BuildEnd(FailureKind.USER, "invalid-sql", "no column 'x'"));
  }

  @Test
  void aBugEndsTheWindowAtOnce() {
    temporal.steps.fail(day(1), Step.CONFORM, 1, new IllegalStateException("boom"));
    assertThat(build(days(1, 1)).failed()).isEqualTo(1);
    assertThat(temporal.steps.taken(day(1))).containsExactly("conform");
    assertThat(temporal.catalog.ends().get(day(1).buildId()).kind())
        .isEqualTo(FailureKind.INTERNAL);
  }

  @Test
  void aWindowThatCannotBePublishedDoesNotStopTheOthers() {
    temporal.catalog.unbalance(day(2));
    BuildReport report = build(days(1, 3));
    assertThat(report.published()).isEqualTo(2);
    assertThat(report.failed()).isEqualTo(1);
    assertThat(temporal.catalog.ends().get(day(2).buildId()).code()).isEqualTo("ledger-unbalanced");
  }

  @Test
  void aPublishWithoutAnAnswerIsAskedAgain() {
    temporal.catalog.failPublish(PenstockException.external("catalog-unavailable", "no answer"));
    assertThat(build(days(1, 1)).published()).isEqualTo(1);
  }

  @Test
  void aWindowWhoseBaseChangedIsLeftForTheNextPlan() {
    temporal.catalog.changeBase(day(1));
    assertThat(build(days(1, 2))).isEqualTo(new BuildReport(Optional.of(1L), 1, 0, 0, 1));
    assertThat(temporal.catalog.ends()).isEmpty();
  }

  @Test
  void saysHowFarItIs() {
    CountDownLatch goOn = new CountDownLatch(1);
    temporal.steps.await(day(1), Step.TRANSFORM, goOn);
    temporal.steps.await(day(2), Step.CONFORM, goOn);
    BuildWorkflow workflow = start(days(1, 3));
    BuildProgress stopped =
        new BuildProgress(
            3,
            1,
            List.of(
                new BuildProgress.Current(day(1).window(), Step.TRANSFORM),
                new BuildProgress.Current(day(2).window(), Step.CONFORM)),
            0,
            0,
            0,
            false,
            0);
    await().untilAsserted(() -> assertThat(workflow.progress()).isEqualTo(stopped));
    goOn.countDown();
    WorkflowStub.fromTyped(workflow).getResult(BuildReport.class);
    assertThat(workflow.progress())
        .isEqualTo(new BuildProgress(3, 0, List.of(), 3, 0, 0, false, 3));
  }

  @Test
  void cancellingItStopsItsSteps() {
    CountDownLatch stopped = temporal.steps.workUntilCancelled(day(1), Step.CONFORM);
    BuildWorkflow workflow = start(days(1, 4));
    await().until(() -> temporal.steps.taken(day(2)).size() > 0);
    WorkflowStub.fromTyped(workflow).cancel();
    Throwable thrown =
        catchThrowable(() -> WorkflowStub.fromTyped(workflow).getResult(BuildReport.class));
    assertThat(thrown)
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
    // Already so: the workflow waited for the step to stop.
    assertThat(stopped.getCount()).isZero();
    assertThat(temporal.catalog.publications()).isEmpty();
    assertThat(temporal.catalog.ends()).isEmpty();
  }

  @Test
  void handsOverToAFreshRunAndStillPublishesTogether() {
    temporal.steps.reject(day(2), Step.CHECK_OUTPUT);
    BuildWorkflow workflow = start(days(1, 30));
    String first = WorkflowStub.fromTyped(workflow).getExecution().getRunId();
    assertThat(WorkflowStub.fromTyped(workflow).getResult(BuildReport.class))
        .isEqualTo(new BuildReport(Optional.of(1L), 29, 1, 0, 0));
    assertThat(temporal.catalog.publications()).hasSize(1);
    WorkflowStub latest =
        temporal.client().newUntypedWorkflowStub(BuildWorkflow.id(FLIGHTS, days(1, 30)));
    assertThat(latest.describe().getExecution().getRunId()).isNotEqualTo(first);
    assertThat(latest.query("progress", BuildProgress.class))
        .isEqualTo(new BuildProgress(30, 0, List.of(), 29, 1, 0, false, 29));
  }

  @Test
  void itsIdDoesNotDependOnTheOrderOfItsBuilds() {
    assertThat(BuildWorkflow.id(FLIGHTS, List.of(day(1), day(2))))
        .isEqualTo(BuildWorkflow.id(FLIGHTS, List.of(day(2), day(1))))
        .startsWith("build/flights/")
        .isNotEqualTo(BuildWorkflow.id(FLIGHTS, List.of(day(1))));
  }

  private BuildReport build(List<PlannedBuild> builds) {
    return WorkflowStub.fromTyped(start(builds)).getResult(BuildReport.class);
  }

  private BuildWorkflow start(List<PlannedBuild> builds) {
    temporal.catalog.makeDue(builds);
    BuildWorkflow workflow =
        temporal.workflow(BuildWorkflow.class, BuildWorkflow.id(FLIGHTS, builds));
    WorkflowClient.start(workflow::build, BuildInput.of(FLIGHTS, builds, FakeCatalog.SETTINGS));
    return workflow;
  }

  private static BuildId[] ids(int... daysOfMonth) {
    return Arrays.stream(daysOfMonth)
        .mapToObj(dayOfMonth -> day(dayOfMonth).buildId())
        .toArray(BuildId[]::new);
  }
}
