package io.penstock.catalog.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.catalog.scene.Made;
import io.penstock.catalog.scene.Scene;
import io.penstock.catalog.scene.Scenes;
import io.penstock.catalog.scene.Sql;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.build.WindowState;
import io.penstock.contracts.catalog.SweepReport;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.lake.store.ObjectStore;
import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class RetentionIT {
  private static final String DAY = "2001-01-01";

  @Inject Scenes scenes;
  @Inject ObjectStore store;
  private Scene scene;
  private Sql sql;

  @BeforeEach
  void scene() {
    scene = scenes.create();
    sql = scenes.sql();
  }

  @Test
  void keepsWhatVersionsWereMadeFrom() {
    PlannedBatch replaced = scene.land(DAY, 3);
    scene.publish(scene.built(DAY, "a"));
    PlannedBatch late = scene.land(DAY, 1);
    scene.publish(scene.built(DAY, "a"));

    forget(false, Map.of("raw", "PT0S"));

    assertThat(exists(replaced)).isTrue();
    assertThat(exists(late)).isTrue();
  }

  @Test
  void keepsRowsThatNoVersionHasYet() {
    PlannedBatch pending = scene.land(DAY, 3);

    forget(false, Map.of("raw", "PT0S"));

    assertThat(exists(pending)).isTrue();
  }

  @Test
  void forgetsABatchWhoseRowsAreInNoWindow() {
    PlannedBatch unplaced = scene.land(DAY, 3);
    sql.update("delete from batch_window where source = ?", scene.name());

    SweepReport dryRun = forget(true, Map.of("raw", "PT0S"));
    assertThat(dryRun.swept()).contains(unplaced.object().key());
    assertThat(exists(unplaced)).isTrue();

    SweepReport report = forget(false, Map.of("raw", "PT0S"));

    assertThat(report.swept()).contains(unplaced.object().key());
    assertThat(exists(unplaced)).isFalse();
    assertThat(sql.number("select count(*) from batch where source = ?", scene.name()))
        .as("still in the account")
        .isEqualTo(1);
  }

  @Test
  void keepsWhatIsStillToBeCountedByOtherWindows() {
    PlannedBatch uncounted = scene.land(DAY, 3);
    sql.update("delete from batch_window where source = ?", scene.name());
    sql.update("update source_windowing set recount_to = 1 where source = ?", scene.name());

    forget(false, Map.of("raw", "PT0S"));

    assertThat(exists(uncounted)).isTrue();
  }

  @Test
  void forgetsRowsThatCameLateAndAreDropped() {
    scene.land(DAY, 3);
    scene.publish(scene.built(DAY, "a"));
    PlannedBatch late = scene.land(DAY, 1);
    scene.late("drop");

    assertThat(forget(false, Map.of("raw", "PT0S")).swept()).contains(late.object().key());
  }

  @Test
  void keepsLateRowsThatWereAdmittedBeforeTheyWereDropped() {
    scene.land(DAY, 3);
    scene.publish(scene.built(DAY, "a"));
    PlannedBatch admitted = scene.land(DAY, 1);
    scene.publish(scene.built(DAY, "a"));
    scene.late("drop");

    forget(false, Map.of("raw", "PT0S"));

    assertThat(exists(admitted)).isTrue();
  }

  @Test
  void keepsLateRowsThatAPlannedBuildIsMadeFrom() {
    scene.land(DAY, 3);
    scene.publish(scene.built(DAY, "a"));
    PlannedBatch late = scene.land(DAY, 1);
    Made planned = scene.built(DAY, "a");
    scene.late("drop");

    forget(false, Map.of("raw", "PT0S"));

    assertThat(exists(late)).isTrue();
    scene.publish(planned);
  }

  @Test
  void whatItTookStaysLateWhenThePipelineRebuildsAgain() {
    scene.land(DAY, 3);
    scene.publish(scene.built(DAY, "a"));
    scene.land(DAY, 1);
    scene.late("drop");
    forget(false, Map.of("raw", "PT0S"));
    scene.late("rebuild");
    scene.close();

    assertThat(plan()).as("what is there is published").isEmpty();
    assertThat(due()).doesNotContain(scene.name());
    WindowDescription window = window();
    assertThat(window.state()).isEqualTo(WindowState.PUBLISHED);
    assertThat(window.ledger().late().count()).isEqualTo(1);
    assertThat(window.ledger().pending().count()).isZero();

    scene.land(DAY, 2);

    assertThat(plan()).extracting(PlannedBatch::seq).containsExactly(1L, 3L);
    assertThat(window().ledger().late().count()).isEqualTo(1);
    assertThat(window().ledger().pending().count()).isEqualTo(2);
  }

  @Test
  void keepsWhatIsYoungAndEverythingWhileItIsOff() {
    PlannedBatch unplaced = scene.land(DAY, 3);
    sql.update("delete from batch_window where source = ?", scene.name());
    sql.update("update batch set committed_at = now() where source = ?", scene.name());

    forget(false, Map.of("raw", "P1D", "quarantine", "P1D"));
    SweepReport off = forget(false, Map.of());

    assertThat(exists(unplaced)).isTrue();
    assertThat(off.examined()).isZero();
  }

  @Test
  void forgetsQuarantinedRowsByAge() {
    scene.land(DAY, 3);
    Made made = scene.built(DAY, "a");
    ObjectKey quarantined =
        new ObjectKey("quarantine/%s/%s/conform-x.parquet".formatted(scene.name(), made.id()));
    store.putIfAbsent(quarantined, new byte[] {1});
    sql.update(
        "insert into object (key, state, at) values (?, 'LIVE', now())", quarantined.value());

    forget(false, Map.of("quarantine", "PT0S"));

    assertThat(store.findSize(quarantined)).isEmpty();
    assertThat(sql.texts("select state from object where key = ?", quarantined.value()))
        .containsExactly("SWEPT");
  }

  /** The batches of the only build that is planned; none if nothing is due. */
  private List<PlannedBatch> plan() {
    PlannedBuild[] builds =
        given()
            .contentType("application/json")
            .post("/api/v1/pipelines/{name}/plans", scene.name())
            .then()
            .statusCode(200)
            .extract()
            .as(PlannedBuild[].class);
    return Arrays.stream(builds)
        .flatMap(build -> Json.read(store.read(build.plan()), BuildPlan.class).batches().stream())
        .toList();
  }

  private static List<String> due() {
    return given().get("/api/v1/pipelines/due").jsonPath().getList("$", String.class);
  }

  private WindowDescription window() {
    Map<String, ?> item =
        given().get("/api/v1/pipelines/{name}/windows", scene.name()).jsonPath().getMap("items[0]");
    return Json.read(Json.bytes(item), WindowDescription.class);
  }

  private boolean exists(PlannedBatch batch) {
    return store.findSize(batch.object().key()).isPresent();
  }

  private static SweepReport forget(boolean dryRun, Map<String, String> ages) {
    return given()
        .queryParam("dryRun", dryRun)
        .queryParams(ages)
        .post("/api/v1/retention")
        .then()
        .statusCode(200)
        .extract()
        .as(SweepReport.class);
  }
}
