package io.penstock.transform.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.build.StepResult;
import io.penstock.contracts.build.TransformActivities;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.lake.store.FileHash;
import io.penstock.lake.store.ObjectStore;
import io.penstock.runtime.failure.TemporalFailures;
import io.penstock.runtime.outcome.OutcomeStore;
import io.penstock.runtime.temporal.FailureInterceptor;
import io.penstock.stack.StackResource;
import io.penstock.transform.LocalBuild;
import io.penstock.transform.Raw;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that is stopped, or that this machine cannot take, leaves nothing that looks done. */
@QuarkusTest
@WithTestResource(StackResource.class)
class StepFailuresIT {
  private static final Instant NOON = Instant.parse("2001-01-01T12:00:00Z");

  @TempDir Path directory;
  @Inject ObjectStore store;
  @Inject OutcomeStore outcomes;
  @Inject WorkflowClient client;

  private final String queue = "step-failures-" + UUID.randomUUID();
  private WorkerFactory factory;

  /** Conforms once. */
  @WorkflowInterface
  public interface OneConform {
    @WorkflowMethod
    StepResult take(PlannedBuild build);
  }

  /** Conforms once, on the worker of its own task queue. */
  public static final class OneConformRun implements OneConform {
    private final TransformActivities steps =
        Workflow.newActivityStub(
            TransformActivities.class,
            ActivityOptions.newBuilder()
                .setTaskQueue(Workflow.getInfo().getTaskQueue())
                .setStartToCloseTimeout(Duration.ofMinutes(5))
                .setHeartbeatTimeout(Duration.ofSeconds(2))
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build());

    @Override
    public StepResult take(PlannedBuild build) {
      return steps.conform(build);
    }
  }

  @AfterEach
  void stopWorker() {
    factory.shutdownNow();
  }

  @BeforeEach
  void bucket() {
    store.ensureBucket();
    factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new FailureInterceptor())
                .build());
  }

  private OneConform workflow(EngineSettings settings) {
    Worker worker = factory.newWorker(queue);
    worker.registerWorkflowImplementationTypes(OneConformRun.class);
    worker.registerActivitiesImplementations(
        new TransformSteps(store, outcomes, settings, PrivacyKeys.of(Map.of())));
    factory.start();
    return client.newWorkflowStub(
        OneConform.class, WorkflowOptions.newBuilder().setTaskQueue(queue).build());
  }

  private EngineSettings settings(int memoryMiB) {
    return new EngineSettings(directory.resolve("scratch"), (long) memoryMiB << 20, 2);
  }

  /** Rows that have only a number, and an upgrade that makes something of it. */
  private static PipelineSpec spec(String upgrade) {
    return LocalBuild.spec(
        """
        apiVersion: penstock.io/v1
        kind: Pipeline
        name: p
        source: {topic: t, eventTime: {field: date}}
        key: [id]
        window: {size: P1D}
        schema:
          fields: {id: long, made: string}
          versions: [{version: 1, fields: {id: long}, upgrade: {made: "%s"}}]
        dataset: {name: d}
        """
            .formatted(upgrade));
  }

  private PlannedBuild planned(PipelineSpec spec, int rows) {
    EngineSettings roomy = new EngineSettings(directory.resolve("raw"), 512L << 20, 2);
    try (EngineSession session = Engine.open(roomy)) {
      Path file = session.scratch().resolve("raw.parquet");
      session.execute(
          """
          COPY (SELECT '%s' AS topic_id, 0 AS partition, i AS "offset", 0::BIGINT AS timestamp, 'create' AS timestamp_type,
              NULL::BLOB AS key, []::STRUCT(name VARCHAR, value BLOB)[] AS headers, encode(format('{{"id":{}}}', i)) AS payload,
              now() AS ingested_at, TIMESTAMPTZ '2001-01-01 12:00:00+00' AS event_time, 'ok' AS status, NULL::VARCHAR AS reason
            FROM range(%d) r(i)) TO %s (FORMAT parquet)
          """
              .formatted(LocalBuild.TOPIC, rows, Sql.literal(file)));
      List<Raw> landed =
          session.queryRows(
              "SELECT \"offset\" FROM " + Sql.literal(file),
              row -> new Raw(0, row.getLong(1), NOON, "ok", new byte[0]));
      StoredObject object =
          store.put(
              ObjectLayout.raw(
                  spec.source().name(),
                  new TopicPartition(LocalBuild.TOPIC, 0),
                  0,
                  rows,
                  FileHash.of(file)),
              file);
      return new StoredBuild(store, roomy)
          .plan(
              spec,
              spec.window().windowOf(NOON),
              List.of(new StoredBuild.StoredBatch(object, landed)));
    }
  }

  private boolean scratchIsEmpty() {
    Path scratch = directory.resolve("scratch");
    if (!Files.exists(scratch)) {
      return true;
    }
    try (Stream<Path> sessions = Files.list(scratch)) {
      return sessions.findAny().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private void assertNothingIsLeft(PlannedBuild build) {
    assertThat(store.find(ObjectLayout.outcome(build.buildId(), Step.CONFORM))).isEmpty();
    try (var staged = store.list("staging/" + build.buildId() + "/conform")) {
      assertThat(staged).isEmpty();
    }
    try (var quarantined = store.list("quarantine/p/" + build.buildId())) {
      assertThat(quarantined).isEmpty();
    }
    assertThat(scratchIsEmpty()).isTrue();
  }

  @Test
  void aCancelledConformStopsSoonAndLeavesNothing() {
    // Minutes of work, in vectors of a fraction of a second.
    PlannedBuild build =
        planned(spec("len(list_distinct(range(id % 2 + 2000)))::VARCHAR"), 1_000_000);
    OneConform conform = workflow(settings(256));
    WorkflowClient.start(conform::take, build);
    await().atMost(Duration.ofSeconds(30)).until(() -> !scratchIsEmpty());

    WorkflowStub.fromTyped(conform).cancel();

    await().atMost(Duration.ofSeconds(20)).until(this::scratchIsEmpty);
    assertNothingIsLeft(build);
  }

  @Test
  void tooLittleMemoryIsAFailureOfResourcesAndLeavesNothing() {
    PlannedBuild build = planned(spec("repeat('x', 30000000 + (id % 2)::INT)"), 8);

    assertThat(failure(settings(16), build))
        .returns(FailureKind.RESOURCE, PenstockException::kind)
        .returns("engine-memory", PenstockException::code);
    assertNothingIsLeft(build);
  }

  @Test
  void aFullDiskIsAFailureOfResourcesAndLeavesNothing() {
    PlannedBuild build = planned(spec("repeat(md5(id::VARCHAR), 30)"), 100_000);

    assertThat(failure(settings(48).withSpillLimit(1 << 20), build))
        .returns(FailureKind.RESOURCE, PenstockException::kind)
        .returns("engine-disk", PenstockException::code);
    assertNothingIsLeft(build);
  }

  private PenstockException failure(EngineSettings settings, PlannedBuild build) {
    OneConform conform = workflow(settings);
    return TemporalFailures.fromTemporal(catchThrowable(() -> conform.take(build))).orElseThrow();
  }
}
