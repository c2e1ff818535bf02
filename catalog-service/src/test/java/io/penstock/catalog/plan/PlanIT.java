package io.penstock.catalog.plan;

import static io.penstock.catalog.testing.Catalog.TOPIC;
import static io.penstock.catalog.testing.Catalog.get;
import static io.penstock.catalog.testing.Catalog.land;
import static io.penstock.catalog.testing.Catalog.newName;
import static io.penstock.catalog.testing.Catalog.post;
import static io.penstock.catalog.testing.Catalog.putPipeline;
import static io.penstock.catalog.testing.Catalog.putSuite;
import static io.penstock.catalog.testing.Catalog.read;
import static io.penstock.catalog.testing.Catalog.register;
import static io.penstock.catalog.testing.Catalog.report;
import static io.penstock.catalog.testing.Catalog.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.penstock.catalog.testing.Landing;
import io.penstock.catalog.testing.TestClock;
import io.penstock.contracts.build.BuildDescription;
import io.penstock.contracts.build.BuildEnd;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.PlannedReference;
import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.build.WindowState;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.source.PartitionReport;
import io.penstock.lake.store.ObjectStore;
import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class PlanIT {
  private static final Windowing DAY = new Windowing(Duration.ofDays(1), ZoneId.of("UTC"));
  private static final TopicPartition P0 = Landing.partition(TOPIC, 0);
  private static final Window JAN_1 = DAY.windowOf(Instant.parse("2026-01-01T00:00:00Z"));
  private static final Window JAN_2 = DAY.windowOf(Instant.parse("2026-01-02T00:00:00Z"));

  @Inject ObjectStore store;
  @Inject DataSource database;
  @Inject TestClock clock;

  @Test
  void closedWindowsWithRowsAreDueAndPlanningTwiceGivesTheSameBuilds() {
    String name = newName("plan");
    register(name, 1);
    Landing landing = new Landing(name, DAY);
    assertThat(due()).doesNotContain(name);
    land(name, landing.batch(P0, 0, "2026-01-01T10:00:00Z", "2026-01-02T10:00:00Z"));
    assertThat(due()).contains(name);
    List<PlannedBuild> first = plan(name);
    assertThat(first).extracting(PlannedBuild::window).containsExactly(JAN_1);
    assertThat(plan(name)).isEqualTo(first);
  }

  @Test
  void aPlanNamesAllThatItsBuildDependsOn() {
    String name = newName("object");
    register(name, 1);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, 1, "2026-01-01T10:00:00Z"));
    land(name, landing.batch(P0, 2, "2026-01-02T10:00:00Z"));
    land(name, landing.batch(P0, 3, "2026-01-01T11:00:00Z", "2026-01-03T10:00:00Z"));
    PlannedBuild planned = plan(name).getFirst();
    byte[] bytes = store.read(planned.plan());
    BuildPlan plan = Json.read(bytes, BuildPlan.class);
    assertThat(plan.window()).isEqualTo(JAN_1);
    assertThat(plan.batches()).extracting(PlannedBatch::seq).containsExactly(1L, 3L);
    assertThat(plan.through()).isEqualTo(3);
    assertThat(plan.windowed()).isEqualTo(Landing.origin(P0, 1).plus(Landing.origin(P0, 3)));
    assertThat(plan.specVersion()).isEqualTo(1);
    // Written again from what was read, it is the same bytes.
    assertThat(Json.bytes(plan)).isEqualTo(bytes);
  }

  @Test
  void anotherSpecPlansAnotherBuild() {
    String name = newName("spec");
    register(name, 1);
    land(name, new Landing(name, DAY).batch(P0, 0, "2026-01-01T10:00:00Z", "2026-01-03T10:00:00Z"));
    PlannedBuild before = plan(name).getFirst();
    putPipeline(
            name,
            spec(name, name, "P1D", "rebuild", "SELECT event_time, n + 1 AS n FROM input", "{}"))
        .then()
        .statusCode(200)
        .body("specVersion", equalTo(2));
    PlannedBuild after = plan(name).getFirst();
    assertThat(after.buildId()).isNotEqualTo(before.buildId());
    assertThat(build(before).state()).isEqualTo(BuildState.SUPERSEDED);
    assertThat(build(after).specVersion()).isEqualTo(2);
  }

  private static String suite(int rowsMin) {
    return """
    {"expectations":[{"type":"expect_table_row_count_to_be_between","kwargs":{"min_value":%d}}]}\
    """
        .formatted(rowsMin);
  }

  @Test
  void aRejectedWindowIsDueAgainOnceItsSuiteIsCorrected() {
    String name = newName("rejected");
    putSuite(name, suite(1));
    putPipeline(
            name,
            spec(
                name,
                name,
                "P1D",
                "rebuild",
                "SELECT * FROM input",
                "{conformed: suites/" + name + ".json}"))
        .then()
        .statusCode(200);
    report(name, TOPIC, new PartitionReport(0, 0, 0, Optional.of(0)));
    land(name, new Landing(name, DAY).batch(P0, 0, "2026-01-01T10:00:00Z", "2026-01-03T10:00:00Z"));
    PlannedBuild refused = plan(name).getFirst();
    reject(refused);
    assertThat(build(refused).state()).isEqualTo(BuildState.REJECTED);
    assertThat(window(name, JAN_1).state()).isEqualTo(WindowState.REJECTED);
    assertThat(due()).doesNotContain(name);
    assertThat(plan(name)).isEmpty();

    putSuite(name, suite(0));
    assertThat(due()).contains(name);
    PlannedBuild corrected = plan(name).getFirst();
    assertThat(corrected.buildId()).isNotEqualTo(refused.buildId());
    assertThat(corrected.window()).isEqualTo(JAN_1);
  }

  @Test
  void aRejectedWindowIsDueAgainOnceItHasMoreRows() {
    String name = newName("more");
    register(name, 1);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, "2026-01-01T10:00:00Z", "2026-01-03T10:00:00Z"));
    PlannedBuild refused = plan(name).getFirst();
    reject(refused);
    land(name, landing.batch(P0, 2, "2026-01-01T11:00:00Z"));
    assertThat(plan(name)).singleElement().isNotEqualTo(refused);
  }

  @Test
  void aPlanNamesTheVersionsThatItsSuitesReferTo() {
    String name = newName("reference");
    putSuite(name, REFERRING);
    putPipeline(
            name,
            spec(
                name,
                name,
                "P1D",
                "rebuild",
                "SELECT * FROM input",
                "{output: suites/" + name + ".json}"))
        .then()
        .statusCode(200);
    report(name, TOPIC, new PartitionReport(0, 0, 0, Optional.of(0)));
    land(name, new Landing(name, DAY).batch(P0, 0, "2026-01-01T10:00:00Z", "2026-01-03T10:00:00Z"));
    PlannedBuild before = plan(name).getFirst();
    assertThat(references(before)).containsExactly("trailing []", "latest []", "gold []");
    assertThat(plan(name).getFirst()).isEqualTo(before);

    version(name, 1, "a");
    assertThat(references(plan(name).getFirst()))
        .containsExactly("trailing [1]", "latest [1]", "gold []");
    version(name, 2, "b");
    update(
        "insert into dataset_tag (dataset, tag, number, tagged_at) values (?, 'gold', 1, now())",
        name);
    PlannedBuild after = plan(name).getFirst();
    assertThat(references(after)).containsExactly("trailing [2, 1]", "latest [2]", "gold [1]");
    assertThat(after.buildId()).isNotEqualTo(before.buildId());
    assertThat(plan(name).getFirst()).isEqualTo(after);
  }

  private static final String REFERRING =
      """
      {"expectations": [
        {"type": "penstock_table_row_count_to_be_near_trailing_versions", "kwargs":
          {"reference": {"trailing": 2}, "min_ratio": 0.5}},
        {"type": "penstock_column_psi_to_be_less_than", "kwargs":
          {"column": "n", "reference": {"version": "latest"}, "threshold": 1}},
        {"type": "penstock_column_ks_statistic_to_be_less_than", "kwargs":
          {"column": "n", "reference": {"version": "latest"}, "threshold": 1}},
        {"type": "penstock_key_to_not_overlap_with_version", "kwargs":
          {"column_list": ["n"], "reference": {"version": "gold"}}}]}\
      """;

  private List<String> references(PlannedBuild build) {
    return Json.read(store.read(build.plan()), BuildPlan.class).references().stream()
        .map(planned ->
            planned.reference().version().orElse("trailing")
                + " "
                + planned.versions().stream()
                    .map(PlannedReference.ReferencedVersion::number)
                    .toList())
        .toList();
  }

  private void version(String dataset, long number, String content) {
    update(
        """
        insert into dataset_version (dataset, number, published_at, pipeline, spec_version, content_hash, snapshot_id,
          metadata_location, windows, files, rows, bytes, ledger)
        values (?, %d, now(), 'p', 1, '%s', 1, '', 0, 0, 0, 0, '{}')
        """
            .formatted(number, Sha256.of(content).hex()),
        dataset);
  }

  private void update(String sql, String parameter) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      statement.executeUpdate();
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aStaleWindowIsDueAfterTheDebounce() {
    String name = newName("stale");
    register(name, 1);
    Landing landing = new Landing(name, DAY);
    land(
        name,
        landing.batch(
            P0, 0, "2026-01-01T10:00:00Z", "2026-01-02T10:00:00Z", "2026-01-03T10:00:00Z"));
    plan(name).forEach(this::publish);
    assertThat(plan(name)).isEmpty();
    assertThat(window(name, JAN_1).state()).isEqualTo(WindowState.PUBLISHED);

    land(name, landing.batch(P0, 3, "2026-01-01T11:00:00Z"));
    assertThat(window(name, JAN_1).state()).isEqualTo(WindowState.STALE);
    assertThat(window(name, JAN_1).ledger().pending()).isEqualTo(Landing.origin(P0, 3));
    assertThat(window(name, JAN_2).state()).isEqualTo(WindowState.PUBLISHED);
    assertThat(due()).doesNotContain(name);
    clock.advance(Duration.ofSeconds(6));
    assertThat(due()).contains(name);
    assertThat(plan(name)).extracting(PlannedBuild::window).containsExactly(JAN_1);
  }

  @Test
  void aStaleWindowIsNotPutOffForEver() {
    String name = newName("steady");
    register(name, 1);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, "2026-01-01T10:00:00Z", "2026-01-03T10:00:00Z"));
    plan(name).forEach(this::publish);
    land(name, landing.batch(P0, 2, "2026-01-01T11:00:00Z"));
    clock.advance(Duration.ofSeconds(61));
    land(name, landing.batch(P0, 3, "2026-01-01T12:00:00Z"));
    assertThat(due()).contains(name);
  }

  @Test
  void lateRowsOfADroppingPipelineAreCountedAndLeftOut() {
    String name = newName("drop");
    putPipeline(name, spec(name, name, "P1D", "drop", "SELECT * FROM input", "{}"))
        .then()
        .statusCode(200);
    report(name, TOPIC, new PartitionReport(0, 0, 0, Optional.of(0)));
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, "2026-01-01T10:00:00Z", "2026-01-03T10:00:00Z"));
    PlannedBuild published = plan(name).getFirst();
    publish(published);
    land(name, landing.batch(P0, 2, "2026-01-01T11:00:00Z"));
    clock.advance(Duration.ofSeconds(6));
    assertThat(due()).doesNotContain(name);
    WindowDescription window = window(name, JAN_1);
    assertThat(window.state()).isEqualTo(WindowState.PUBLISHED);
    assertThat(window.ledger().late()).isEqualTo(Landing.origin(P0, 2));
    assertThat(window.ledger().pending().count()).isZero();
    // Asked for, it is built from the rows it has: that is what is published.
    post("/pipelines/" + name + "/builds", java.util.Map.of()).then().statusCode(202);
    assertThat(plan(name)).isEmpty();
  }

  @Test
  void aPipelineThatDropsLateRowsFromNowOnKeepsThoseThatItHadAdmitted() {
    String name = newName("policy");
    register(name, 1);
    Landing landing = new Landing(name, DAY);
    land(name, landing.batch(P0, 0, "2026-01-01T10:00:00Z", "2026-01-03T10:00:00Z"));
    plan(name).forEach(this::publish);
    land(name, landing.batch(P0, 2, "2026-01-01T11:00:00Z"));
    clock.advance(Duration.ofSeconds(6));
    plan(name).forEach(this::publish);
    putPipeline(name, spec(name, name, "P1D", "drop", "SELECT * FROM input", "{}"))
        .then()
        .statusCode(200);
    land(name, landing.batch(P0, 3, "2026-01-01T12:00:00Z"));
    post("/pipelines/" + name + "/builds", java.util.Map.of()).then().statusCode(202);
    BuildPlan plan = Json.read(store.read(plan(name).getFirst().plan()), BuildPlan.class);
    assertThat(plan.batches()).extracting(PlannedBatch::seq).containsExactly(1L, 2L);
  }

  @Test
  void aTimeThatStandsForNoneStopsNobody() {
    String name = newName("year-0");
    putPipeline(name, spec(name, name, "P7D", "rebuild", "SELECT * FROM input", "{}"))
        .then()
        .statusCode(200);
    report(name, TOPIC, new PartitionReport(0, 0, 0, Optional.of(0)));
    Windowing week = new Windowing(Duration.ofDays(7), ZoneId.of("UTC"));
    Landing landing = new Landing(name, week);
    // The watermark is in the year before, and so is the start of the window.
    land(name, landing.batch(P0, 0, "0001-01-01T00:00:00Z"));
    assertThat(due()).doesNotContain(name);
    land(name, landing.batch(P0, 1, "2026-01-01T10:00:00Z"));
    assertThat(due()).contains(name);
    assertThat(plan(name))
        .extracting(PlannedBuild::window)
        .containsExactly(week.windowOf(Instant.parse("0001-01-01T00:00:00Z")));
  }

  @Test
  void aFailedWindowIsPlannedAgainWhenAskedFor() {
    String name = newName("failed");
    PlannedBuild failed = failed(name);
    assertThat(window(name, JAN_1).state()).isEqualTo(WindowState.FAILED);
    assertThat(plan(name)).isEmpty();
    post("/pipelines/" + name + "/builds", java.util.Map.of()).then().statusCode(202);
    assertThat(plan(name)).containsExactly(failed);
    assertThat(build(failed).state()).isEqualTo(BuildState.PLANNED);
  }

  @Test
  void aFailedWindowWhoseObjectsAreBeingSweptIsPlannedOnceTheyAreGone() {
    String name = newName("swept");
    PlannedBuild failed = failed(name);
    String key = "staging/" + failed.buildId() + "/conform/conformed.parquet";
    update("insert into object (key, state, at) values (?, 'SWEPT', now())", key);
    post("/pipelines/" + name + "/builds", java.util.Map.of()).then().statusCode(202);
    assertThat(plan(name)).isEmpty();
    update("update object set deleted_at = now() where key = ?", key);
    assertThat(plan(name)).containsExactly(failed);
  }

  /** The build of a pipeline's only closed window, which has failed. */
  private static PlannedBuild failed(String name) {
    register(name, 1);
    land(name, new Landing(name, DAY).batch(P0, 0, "2026-01-01T10:00:00Z", "2026-01-03T10:00:00Z"));
    PlannedBuild failed = plan(name).getFirst();
    post(
            "/builds/" + failed.buildId() + "/end",
            new BuildEnd(FailureKind.USER, "bad-sql", "no column x"))
        .then()
        .statusCode(204);
    return failed;
  }

  private static List<String> due() {
    return List.of(read(get("/pipelines/due"), String[].class));
  }

  private static List<PlannedBuild> plan(String pipeline) {
    return Arrays.asList(read(post("/pipelines/" + pipeline + "/plans", ""), PlannedBuild[].class));
  }

  private static BuildDescription build(PlannedBuild planned) {
    return read(get("/builds/" + planned.buildId()), BuildDescription.class);
  }

  private static void reject(PlannedBuild build) {
    post(
            "/builds/" + build.buildId() + "/end",
            new BuildEnd(FailureKind.USER, BuildEnd.CHECKPOINT_FAILED, "expect_a did not hold"))
        .then()
        .statusCode(204);
  }

  private static WindowDescription window(String pipeline, Window window) {
    return get("/pipelines/" + pipeline + "/windows").jsonPath().getList("items").stream()
        .map(item -> Json.read(Json.bytes(item), WindowDescription.class))
        .filter(found -> found.window().equals(window))
        .findFirst()
        .orElseThrow();
  }

  /** What a publication leaves in the tables that plans read. */
  private void publish(PlannedBuild build) {
    try (Connection connection = database.getConnection()) {
      for (String sql :
          List.of(
              "update build set state = 'published', version = 1 where build_id = ?",
              """
              update pipeline_window w
                 set live_build_id = b.build_id, live_through = b.through, live_spec_version = b.spec_version,
                     first_through = coalesce(w.first_through, b.through)
                from build b
               where b.build_id = ? and w.pipeline = b.pipeline and w.window_start = b.window_start
              """)) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
          statement.setString(1, build.buildId().hex());
          statement.executeUpdate();
        }
      }
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
