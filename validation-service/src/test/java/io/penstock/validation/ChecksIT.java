package io.penstock.validation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.build.CheckActivities;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.FailedExpectation;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.PlannedReference;
import io.penstock.contracts.build.StepResult;
import io.penstock.contracts.dataset.VersionReference;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.fingerprint.OriginFingerprint;
import io.penstock.lake.store.ObjectStore;
import io.penstock.runtime.failure.TemporalFailures;
import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checkpoints as a workflow sees them: through Temporal, on files in a real object store. */
@QuarkusTest
@WithTestResource(StackResource.class)
class ChecksIT {
  private static final String QUEUE = "checks-it";
  private static final String SUITE =
      """
      {"name": "orders", "expectations": [
        {"type": "expect_column_values_to_be_between", "kwargs": {"column": "amount", "min_value": 0}},
        {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "country"}, "severity": "warning"},
        {"type": "expect_column_values_to_be_between", "kwargs": {"column": "event_time",
          "min_value": {"$PARAMETER": "window_start"}, "max_value": {"$PARAMETER": "window_end"}, "strict_max": true}}
      ]}\
      """;
  private static final String GOOD =
      "('AAAAAAAAAAAAAAAAAAAAAA', 0, 1, '2026-03-01 01:00:00+00', 5, 'NL'),"
          + "('AAAAAAAAAAAAAAAAAAAAAA', 0, 2, '2026-03-01 23:59:59+00', 7.5, NULL)";
  private static final String BAD =
      GOOD + ", ('AAAAAAAAAAAAAAAAAAAAAA', 0, 3, '2026-03-01 02:00:00+00', -1, 'BE')";

  @Inject ObjectStore store;
  @Inject EngineSettings engine;
  @Inject WorkflowClient client;

  private WorkerFactory factory;

  /** Runs one activity. */
  @WorkflowInterface
  public interface OneCheck {
    @WorkflowMethod
    StepResult check(PlannedBuild build, boolean output);
  }

  /** Runs one activity. */
  public static final class OneCheckRun implements OneCheck {
    private final CheckActivities checks =
        Workflow.newActivityStub(
            CheckActivities.class,
            ActivityOptions.newBuilder()
                .setTaskQueue(CheckActivities.TASK_QUEUE)
                .setStartToCloseTimeout(Duration.ofMinutes(1))
                .setHeartbeatTimeout(Duration.ofSeconds(20))
                .build());

    @Override
    public StepResult check(PlannedBuild build, boolean output) {
      return output ? checks.checkOutput(build) : checks.checkConformed(build);
    }
  }

  @BeforeEach
  void startWorker() {
    store.ensureBucket();
    factory = WorkerFactory.newInstance(client);
    factory.newWorker(QUEUE).registerWorkflowImplementationTypes(OneCheckRun.class);
    factory.start();
  }

  @AfterEach
  void stopWorker() {
    factory.shutdownNow();
  }

  private StepResult check(PlannedBuild build, boolean output) {
    return client
        .newWorkflowStub(OneCheck.class, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build())
        .check(build, output);
  }

  private CheckOutcome outcome(StepResult result) {
    return Json.read(store.read(result.outcome()), CheckOutcome.class);
  }

  private JsonNode report(CheckOutcome outcome) {
    return Json.read(store.read(outcome.report().orElseThrow().key()), JsonNode.class);
  }

  @Test
  void aPageForPeopleStandsBesideTheReport() {
    CheckedBuild build = new CheckedBuild(store, engine);
    PlannedBuild planned = build.plan(Optional.of(SUITE));
    build.conformed(BAD);

    CheckOutcome outcome = outcome(check(planned, false));

    String key = outcome.report().orElseThrow().key().value().replace(".json", ".html");
    String page = new String(store.read(new ObjectKey(key)), StandardCharsets.UTF_8);
    assertThat(page)
        .contains("<title>orders · conformed · failed</title>")
        .contains("<dd>orders, version 2</dd>")
        .contains("<li><code>-1</code></li>")
        .contains("Histogram from -1 to 7.5");
    assertThat(outcome.page())
        .contains("/api/v1/builds/" + planned.buildId() + "/checkpoints/conformed/report");
  }

  @Test
  void conformedRowsThatKeepTheSuitePass() {
    CheckedBuild build = new CheckedBuild(store, engine);
    PlannedBuild planned = build.plan(Optional.of(SUITE));
    build.conformed(GOOD);

    StepResult result = check(planned, false);

    assertThat(result.passed()).isTrue();
    assertThat(result.rows()).isEqualTo(2);
    CheckOutcome outcome = outcome(result);
    assertThat(outcome.evaluated()).isEqualTo(3);
    assertThat(outcome.checked()).hasSize(1);
    assertThat(outcome.failures())
        .extracting(FailedExpectation::severity, FailedExpectation::observed)
        .containsExactly(tuple("warning", "1 of 2 unexpected"));
  }

  @Test
  void aCriticalFailureRejectsWithObservedValueAndRows() {
    CheckedBuild build = new CheckedBuild(store, engine);
    PlannedBuild planned = build.plan(Optional.of(SUITE));
    build.conformed(BAD);

    StepResult result = check(planned, false);

    assertThat(result.passed()).isFalse();
    CheckOutcome outcome = outcome(result);
    FailedExpectation failure = outcome.failures().getFirst();
    assertThat(failure.type()).isEqualTo("expect_column_values_to_be_between");
    assertThat(failure.subject()).isEqualTo("amount");
    assertThat(failure.observed()).isEqualTo("1 of 3 unexpected");
    assertThat(failure.samples()).containsExactly("-1.0");
    JsonNode report = report(outcome);
    assertThat(report.path("passed").asBoolean()).isFalse();
    assertThat(report.path("results").path(0).path("result").path("unexpected_rows").toString())
        .isEqualTo(
            "[{\"event_time\":\"2026-03-01T02:00:00+00:00\",\"amount\":-1.0,\"country\":\"BE\"}]");
    JsonNode meta = report.path("meta").path("penstock");
    assertThat(meta.path("pipeline").asText()).isEqualTo("orders");
    assertThat(meta.path("build_id").asText()).isEqualTo(planned.buildId().hex());
    assertThat(meta.path("suite").path("version").asInt()).isEqualTo(2);
    assertThat(meta.path("files").path(0).path("sha256").asText())
        .isEqualTo(outcome.checked().getFirst().sha256().hex());
  }

  @Test
  void askingAgainGivesTheSameOutcomeAndReport() {
    CheckedBuild build = new CheckedBuild(store, engine);
    PlannedBuild planned = build.plan(Optional.of(SUITE));
    build.conformed(BAD);

    StepResult first = check(planned, false);
    byte[] outcome = store.read(first.outcome());
    store.delete(first.outcome());
    StepResult second = check(planned, false);

    assertThat(second).isEqualTo(first);
    assertThat(store.read(second.outcome())).isEqualTo(outcome);
  }

  @Test
  void aCheckpointWithoutSuitePasses() {
    CheckedBuild build = new CheckedBuild(store, engine);
    PlannedBuild planned = build.plan(Optional.empty());
    build.conformed(BAD);

    StepResult result = check(planned, false);

    assertThat(result.passed()).isTrue();
    CheckOutcome outcome = outcome(result);
    assertThat(outcome.suite()).isEmpty();
    assertThat(outcome.report()).isEmpty();
    assertThat(outcome.checked()).hasSize(1);
  }

  @Test
  void rowsThatAreToBeQuarantinedAreTakenOutAndDoNotReject() {
    CheckedBuild build = new CheckedBuild(store, engine);
    PlannedBuild planned =
        build.plan(
            Optional.of(
                """
                {"expectations": [
                  {"type": "expect_column_values_to_be_between", "kwargs": {"column": "amount", "min_value": 0},
                   "meta": {"penstock": {"action": "quarantine"}}},
                  {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "country", "value_set": ["NL"]},
                   "meta": {"penstock": {"action": "quarantine"}}}]}\
                """));
    build.conformed(BAD);

    StepResult result = check(planned, false);

    assertThat(result.passed()).isTrue();
    CheckOutcome outcome = outcome(result);
    assertThat(outcome.quarantined())
        .isEqualTo(OriginFingerprint.of(new TopicId("AAAAAAAAAAAAAAAAAAAAAA"), 0, 3));
    try (EngineSession session = Engine.open(engine)) {
      var object = outcome.quarantine().orElseThrow().object();
      Path file = store.download(object.key(), object.sha256(), session.scratch());
      assertThat(
              session.queryRows(
                  "SELECT decode(payload), decode(key), \"offset\", stage, held, window_start, rules FROM read_parquet('"
                      + file
                      + "')",
                  row ->
                      "%s|%s|%d|%s|%s|%s|%s"
                          .formatted(
                              row.getString(1),
                              row.getString(2),
                              row.getLong(3),
                              row.getString(4),
                              row.getBoolean(5),
                              row.getString(6),
                              row.getString(7))))
          .containsExactly(
              "payload 3|key 3|3|checkpoint|false|2026-03-01T00:00Z"
                  + "|[{'index': 0, 'type': expect_column_values_to_be_between, 'subject': amount,"
                  + " 'reason': 'amount is -1.0; expected {\"min_value\":0}'},"
                  + " {'index': 1, 'type': expect_column_values_to_be_in_set, 'subject': country,"
                  + " 'reason': 'country is BE; expected {\"value_set\":[\"NL\"]}'}]");
    }
    assertThat(outcome.quarantine().orElseThrow().rules())
        .extracting(count -> count.rule().name() + " " + count.rows())
        .containsExactly(
            "expect_column_values_to_be_between(amount) 1",
            "expect_column_values_to_be_in_set(country) 1");
  }

  @Test
  void rowsAreComparedWithTheVersionsThatThePlanNames() {
    VersionReference latest =
        new VersionReference(Optional.empty(), Optional.of("latest"), Optional.empty());
    VersionReference trailing =
        new VersionReference(Optional.empty(), Optional.empty(), Optional.of(2));
    CheckedBuild build = new CheckedBuild(store, engine);
    build.conformed(GOOD);
    StoredObject file = build.published("SELECT 1000.5::DOUBLE AS amount FROM range(10)");
    PlannedReference.ReferencedVersion version =
        new PlannedReference.ReferencedVersion(4, Sha256.of("4"), 10, 4, 2, List.of(file));
    PlannedBuild planned =
        build.plan(
            Optional.of(
                """
                {"name": "drift", "expectations": [
                  {"type": "penstock_column_ks_statistic_to_be_less_than", "kwargs":
                    {"column": "amount", "reference": {"version": "latest"}, "threshold": 0.5}},
                  {"type": "penstock_table_row_count_to_be_near_trailing_versions", "kwargs":
                    {"reference": {"trailing": 2}, "min_ratio": 0.9, "max_ratio": 1.1}}]}\
                """),
            List.of(
                new PlannedReference(latest, new DatasetName("orders"), List.of(version)),
                new PlannedReference(trailing, new DatasetName("orders"), List.of(version))));

    StepResult result = check(planned, false);

    assertThat(result.passed()).isFalse();
    assertThat(outcome(result).failures())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.type()).isEqualTo("penstock_column_ks_statistic_to_be_less_than");
          assertThat(failure.observed()).isEqualTo("1.0");
        });
  }

  @Test
  void theOutputIsCheckedOverAllItsFiles() {
    CheckedBuild build = new CheckedBuild(store, engine);
    PlannedBuild planned =
        build.plan(
            Optional.of(
                """
                {"expectations": [
                  {"type": "expect_table_row_count_to_be_between", "kwargs": {"min_value": 3, "max_value": 3}},
                  {"type": "expect_column_values_to_be_unique", "kwargs": {"column": "amount"}}]}\
                """));
    build.output(
        List.of(
            "SELECT TIMESTAMPTZ '2026-03-01 00:00:00+00' AS event_time, 1.5::DOUBLE AS amount, 'NL' AS country",
            "SELECT TIMESTAMPTZ '2026-03-01 00:00:00+00' AS event_time, unnest([1.5, 2])::DOUBLE AS amount, 'BE' AS country"));

    StepResult result = check(planned, true);

    assertThat(result.passed()).isFalse();
    assertThat(result.rows()).isEqualTo(3);
    assertThat(outcome(result).failures())
        .extracting(FailedExpectation::observed)
        .containsExactly("2 of 3 unexpected");
  }

  @Test
  void anOutputWithoutRowsHasItsColumns() {
    CheckedBuild build = new CheckedBuild(store, engine);
    PlannedBuild planned =
        build.plan(
            Optional.of(
                """
                {"expectations": [
                  {"type": "expect_column_values_to_be_of_type", "kwargs": {"column": "event_time", "type_": "TimestampType"}},
                  {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "country"}}]}\
                """));
    build.output(List.of());

    StepResult result = check(planned, true);

    assertThat(result.passed()).isTrue();
    assertThat(outcome(result).evaluated()).isEqualTo(2);
  }

  @Test
  void aSuiteThatDoesNotFitTheDataEndsTheBuildWithEveryError() {
    CheckedBuild build = new CheckedBuild(store, engine);
    PlannedBuild planned =
        build.plan(
            Optional.of(
                """
                {"expectations": [
                  {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "ammount"}},
                  {"type": "expect_column_values_to_be_between", "kwargs": {"column": "country", "min_value": 1}}]}\
                """));
    build.conformed(GOOD);

    PenstockException failure =
        TemporalFailures.fromTemporal(catchThrowable(() -> check(planned, false))).orElseThrow();

    assertThat(failure.kind()).isEqualTo(FailureKind.USER);
    assertThat(failure.code()).isEqualTo("bad-suite");
    assertThat(failure.getMessage().lines())
        .containsExactly(
            "expectation 0 expect_column_values_to_not_be_null: column: the data has no column"
                + " 'ammount'; it has event_time, amount, country",
            "expectation 1 expect_column_values_to_be_between: min_value: 1 cannot be compared with"
                + " column 'country' of type VARCHAR");
  }

  @Test
  void theReportIsReadableText() {
    CheckedBuild build = new CheckedBuild(store, engine);
    PlannedBuild planned = build.plan(Optional.of(SUITE));
    build.conformed(GOOD);

    CheckOutcome outcome = outcome(check(planned, false));

    String text =
        new String(store.read(outcome.report().orElseThrow().key()), StandardCharsets.UTF_8);
    assertThat(text).startsWith("{\n  \"success\" : false,\n  \"passed\" : true,").endsWith("}\n");
  }

  @Test
  void theVocabularyIsListed() {
    given()
        .get("/api/v1/expectations")
        .then()
        .statusCode(200)
        .body("types", hasItem("expect_column_values_to_be_between"));
  }
}
