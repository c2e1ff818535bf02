package io.penstock.transform.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.penstock.contracts.build.ConformOutcome;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.StepResult;
import io.penstock.contracts.build.TransformActivities;
import io.penstock.contracts.build.TransformOutcome;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.store.ObjectStore;
import io.penstock.runtime.failure.TemporalFailures;
import io.penstock.stack.StackResource;
import io.penstock.transform.Flights;
import io.penstock.transform.LocalBuild;
import io.penstock.transform.Raw;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The steps as a workflow sees them: through Temporal, on files in a real object store. */
@QuarkusTest
@WithTestResource(StackResource.class)
class TransformStepsIT {
  private static final String QUEUE = "transform-steps-it";

  @Inject ObjectStore store;
  @Inject EngineSettings engine;
  @Inject WorkflowClient client;

  private WorkerFactory factory;

  /** Runs one activity. */
  @WorkflowInterface
  public interface OneStep {
    @WorkflowMethod
    StepResult take(PlannedBuild build, boolean transform);
  }

  /** Runs one activity. */
  public static final class OneStepRun implements OneStep {
    private final TransformActivities steps =
        Workflow.newActivityStub(
            TransformActivities.class,
            ActivityOptions.newBuilder()
                .setTaskQueue(TransformActivities.TASK_QUEUE)
                .setStartToCloseTimeout(Duration.ofMinutes(1))
                .setHeartbeatTimeout(Duration.ofSeconds(20))
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build());

    @Override
    public StepResult take(PlannedBuild build, boolean transform) {
      return transform ? steps.transform(build) : steps.conform(build);
    }
  }

  @BeforeEach
  void startWorker() {
    store.ensureBucket();
    factory = WorkerFactory.newInstance(client);
    factory.newWorker(QUEUE).registerWorkflowImplementationTypes(OneStepRun.class);
    factory.start();
  }

  @AfterEach
  void stopWorker() {
    factory.shutdownNow();
  }

  private CompletableFuture<StepResult> start(PlannedBuild build, boolean transform) {
    OneStep step =
        client.newWorkflowStub(
            OneStep.class, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build());
    return WorkflowClient.execute(step::take, build, transform);
  }

  private ConformOutcome conform(PlannedBuild build) {
    return outcome(start(build, false).join(), ConformOutcome.class);
  }

  private TransformOutcome transform(PlannedBuild build) {
    return outcome(start(build, true).join(), TransformOutcome.class);
  }

  private <T> T outcome(StepResult result, Class<T> type) {
    return Json.read(store.read(result.outcome()), type);
  }

  private static PipelineSpec spec(String transform) {
    return LocalBuild.spec(
        """
        apiVersion: penstock.io/v1
        kind: Pipeline
        name: p
        source: {topic: t, eventTime: {field: date}}
        key: [date]
        window: {size: P1D}
        schema: {versions: [{version: 1, fields: {date: string, delay: int}}]}
        dataset: {name: d}
        transform: %s
        """
            .formatted(transform));
  }

  private static Raw raw(long offset, int delay) {
    return Raw.at(
        offset, "2001-01-01T00:00:00Z", "{\"date\":\"%d\",\"delay\":%d}".formatted(offset, delay));
  }

  private PlannedBuild planned(PipelineSpec spec, Raw... rows) {
    StoredBuild builds = new StoredBuild(store, engine);
    Window window = spec.window().windowOf(rows[0].eventTime());
    return builds.plan(spec, window, builds.batches(spec, List.of(List.of(rows))));
  }

  @Test
  void theFlightsOfTheExampleComeOutWholeOnNinetyDays() {
    PipelineSpec spec = Flights.spec();
    List<List<Raw>> batches = Flights.batches();
    StoredBuild builds = new StoredBuild(store, engine);
    List<StoredBuild.StoredBatch> stored = builds.batches(spec, batches);
    SortedSet<Window> windows =
        batches.stream()
            .flatMap(List::stream)
            .map(row -> spec.window().windowOf(row.eventTime()))
            .collect(Collectors.toCollection(TreeSet::new));
    List<PlannedBuild> planned =
        windows.stream().map(window -> builds.plan(spec, window, stored)).toList();

    List<CompletableFuture<StepResult>> conforming =
        planned.stream().map(build -> start(build, false)).toList();
    for (CompletableFuture<StepResult> step : conforming) {
      ConformOutcome outcome = outcome(step.join(), ConformOutcome.class);
      builds.pass(outcome.buildId(), outcome);
    }
    List<OutputFile> files = new ArrayList<>();
    for (CompletableFuture<StepResult> step :
        planned.stream().map(build -> start(build, true)).toList()) {
      files.addAll(outcome(step.join(), TransformOutcome.class).files());
    }

    assertThat(windows).hasSize(90);
    assertThat(files).hasSize(180);
    assertThat(files.getFirst().object().key().value())
        .startsWith(
            "datasets/flights/data/event_time_day=2001-01-01/delayed=false/20010101T000000Z-");
    assertThat(rows(files)).isEqualTo(20_000);
    assertThat(rows(files.stream().filter(file -> file.partitionPath().endsWith("=true")).toList()))
        .isEqualTo(4_349);
  }

  private static long rows(List<OutputFile> files) {
    return files.stream().mapToLong(file -> file.content().count()).sum();
  }

  @Test
  void takingAStepAgainGivesTheSameObjects() {
    PlannedBuild build = planned(spec("SELECT delay FROM input"), raw(1, 1), raw(2, 2));

    ConformOutcome first = conform(build);
    store.delete(start(build, false).join().outcome());
    ConformOutcome second = conform(build);
    new StoredBuild(store, engine).pass(build.buildId(), first);
    TransformOutcome made = transform(build);
    store.delete(start(build, true).join().outcome());

    assertThat(second).isEqualTo(first);
    assertThat(transform(build)).isEqualTo(made);
  }

  @Test
  void aRowThatFailsIsInQuarantineAndTheOthersArePublished() {
    PlannedBuild build =
        planned(
            spec("SELECT delay FROM input"),
            raw(1, 1),
            Raw.at(2, "2001-01-01T00:00:00Z", "{\"date\":\"2\",\"delay\":\"two\"}"));

    ConformOutcome conformed = conform(build);
    new StoredBuild(store, engine).pass(build.buildId(), conformed);
    TransformOutcome made = transform(build);

    assertThat(conformed.schemaFailed().count()).isEqualTo(1);
    assertThat(conformed.quarantine().orElseThrow().object().key().value())
        .startsWith("quarantine/p/" + build.buildId() + "/conform-");
    assertThat(read(conformed.quarantine().orElseThrow().object(), "rules[1].reason"))
        .containsExactly("field delay: expected int, found string \"two\"");
    assertThat(read(made.files().getFirst().object(), "*")).containsExactly("1");
  }

  private List<String> read(StoredObject object, String expressions) {
    try (EngineSession session = Engine.open(engine)) {
      var file = store.download(object.key(), object.sha256(), session.scratch());
      return session.queryRows(
          "SELECT " + expressions + " FROM read_parquet(" + Sql.literal(file) + ")",
          row -> row.getString(1));
    }
  }

  @Test
  void sqlThatFailsEndsTheBuildAndSaysWhatToChange() {
    PlannedBuild build = planned(spec("SELECT nothing FROM input"), raw(1, 1));
    new StoredBuild(store, engine).pass(build.buildId(), conform(build));

    PenstockException failure =
        TemporalFailures.fromTemporal(catchThrowable(() -> transform(build))).orElseThrow();

    assertThat(failure.kind()).isEqualTo(FailureKind.USER);
    assertThat(failure.code()).isEqualTo("bad-transform");
    assertThat(failure).hasMessageContaining("nothing");
  }
}
