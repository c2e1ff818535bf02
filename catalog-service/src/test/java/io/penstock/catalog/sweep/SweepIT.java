package io.penstock.catalog.sweep;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.penstock.catalog.object.LiveObjects;
import io.penstock.catalog.object.Tombstones;
import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.scene.Made;
import io.penstock.catalog.scene.Scene;
import io.penstock.catalog.scene.Scenes;
import io.penstock.catalog.scene.Sql;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.catalog.SweepReport;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.lake.store.ObjectStore;
import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class SweepIT {
  private static final String DAY = "2001-01-01";

  @Inject Scenes scenes;
  @Inject ObjectStore store;
  @Inject Database database;
  private Scene scene;
  private Sql sql;

  @BeforeEach
  void scene() {
    scene = scenes.create();
    sql = scenes.sql();
  }

  @Test
  void keepsAllThatAVersionNeedsAndSweepsTheRestOfItsBuild() {
    scene.land(DAY, 3);
    Made made = scene.built(DAY, "a");
    scene.publish(made);
    List<ObjectKey> metadata =
        store.list("datasets/" + scene.name() + "/metadata/").map(o -> o.key()).toList();

    sweep(false, "PT0S");

    assertThat(exists(data(made))).isTrue();
    assertThat(exists(ObjectLayout.plan(made.id()))).isTrue();
    assertThat(metadata).hasSize(3).allMatch(this::exists);
    assertThat(exists(made.plan().batches().getFirst().object().key())).isTrue();
    assertThat(exists(ObjectLayout.outcome(made.id(), Step.TRANSFORM))).isFalse();
    assertThat(exists(made.conform().conformed().object().key())).isFalse();
  }

  @Test
  void deletesNothingInADryRun() {
    ObjectKey orphan = orphan();

    SweepReport report = sweep(true, "PT0S");

    assertThat(report.swept()).contains(orphan);
    assertThat(report.dryRun()).isTrue();
    assertThat(exists(orphan)).isTrue();
    assertThat(sql.texts("select key from object where key = ?", orphan.value())).isEmpty();
  }

  @Test
  void findsNothingMoreASecondTime() {
    ObjectKey orphan = orphan();

    assertThat(sweep(false, "PT0S").swept()).contains(orphan);

    SweepReport again = sweep(false, "PT0S");
    assertThat(again.sweptCount()).isZero();
    assertThat(again.kept()).isEqualTo(again.examined());
    assertThat(exists(orphan)).isFalse();
  }

  @Test
  void leavesYoungObjectsAlone() {
    ObjectKey orphan = orphan();

    sweep(false, "PT1H");

    assertThat(exists(orphan)).isTrue();
  }

  @Test
  void leavesABuildAloneThatHasNotEnded() {
    scene.land(DAY, 3);
    Made made = scene.built(DAY, "a");

    sweep(false, "PT0S");

    assertThat(exists(data(made))).isTrue();
    assertThat(exists(ObjectLayout.outcome(made.id(), Step.CONFORM))).isTrue();
    scene.publish(made);
  }

  @Test
  void keepsReportsAndQuarantineOfARejectedBuildAndSweepsItsFiles() {
    scene.land(DAY, 3);
    Made made = scene.built(DAY, "a");
    ObjectKey report =
        new ObjectKey("reports/%s/%s/output.json".formatted(scene.name(), made.id()));
    store.putIfAbsent(report, new byte[] {1});
    sql.update("update build set state = 'rejected' where build_id = ?", made.id().hex());

    sweep(false, "PT0S");

    assertThat(exists(report)).isTrue();
    assertThat(exists(data(made))).isFalse();
  }

  @Test
  void refusesToCommitAKeyThatWasSwept() {
    ObjectKey orphan = orphan();
    sweep(false, "PT0S");
    StoredObject late = new StoredObject(orphan, Sha256.of("late"), 4);

    assertThatThrownBy(
            () -> database.transaction(session -> LiveObjects.add(session, List.of(late))))
        .isInstanceOf(PenstockException.class)
        .hasMessageContaining("The sweeper has taken 1 objects");
  }

  @Test
  void keepsAnObjectThatWasCommittedAfterItWasFoundToBeAnOrphan() {
    ObjectKey orphan = orphan();
    StoredObject committed = new StoredObject(orphan, Sha256.of("late"), 4);
    database.transaction(session -> LiveObjects.add(session, List.of(committed)));

    List<ObjectKey> marked =
        database.transaction(session -> Tombstones.mark(session, List.of(orphan)));

    assertThat(marked).isEmpty();
    assertThat(sweep(false, "PT0S").swept()).doesNotContain(orphan);
    assertThat(exists(orphan)).isTrue();
  }

  @Test
  void takesUpWhatAnEarlierSweepMarkedAndDidNotDelete() {
    ObjectKey orphan = orphan();
    sql.update("insert into object (key, state, at) values (?, 'SWEPT', now())", orphan.value());

    sweep(false, "PT0S");

    assertThat(exists(orphan)).isFalse();
    assertThat(
            sql.texts(
                "select key from object where key = ? and deleted_at is not null", orphan.value()))
        .hasSize(1);
  }

  @Test
  void aBuildComesBackOnlyAfterItsOldObjectsAreGone() {
    scene.land(DAY, 3);
    scene.close();
    String build = plan().getFirst();
    sql.update("update build set state = 'superseded' where build_id = ?", build);
    String plan = "staging/" + build + "/plan.json";
    sql.update("insert into object (key, state, at) values (?, 'SWEPT', now())", plan);

    assertThat(plan()).as("while the sweeper is at it").isEmpty();

    sql.update("update object set deleted_at = now() where key = ?", plan);
    assertThat(plan()).as("when it is done").containsExactly(build);
  }

  private List<String> plan() {
    return given()
        .post("/api/v1/pipelines/" + scene.name() + "/plans")
        .then()
        .statusCode(200)
        .extract()
        .path("buildId");
  }

  @Test
  void refusesAGraceThatIsNoDuration() {
    given()
        .post("/api/v1/sweeps?grace=soon")
        .then()
        .statusCode(400)
        .body("code", equalTo("bad-duration"));
  }

  private ObjectKey orphan() {
    ObjectKey key = new ObjectKey("datasets/" + scene.name() + "/metadata/" + UUID.randomUUID());
    store.putIfAbsent(key, "late".getBytes(StandardCharsets.UTF_8));
    return key;
  }

  private boolean exists(ObjectKey key) {
    return store.findSize(key).isPresent();
  }

  private static ObjectKey data(Made made) {
    return made.transform().files().getFirst().object().key();
  }

  private static SweepReport sweep(boolean dryRun, String grace) {
    return given()
        .queryParam("dryRun", dryRun)
        .queryParam("grace", grace)
        .post("/api/v1/sweeps")
        .then()
        .statusCode(200)
        .extract()
        .as(SweepReport.class);
  }
}
