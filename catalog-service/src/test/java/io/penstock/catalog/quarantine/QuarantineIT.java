package io.penstock.catalog.quarantine;

import static io.penstock.catalog.testing.Catalog.get;
import static io.penstock.catalog.testing.Catalog.post;
import static io.penstock.catalog.testing.Catalog.read;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.penstock.catalog.scene.Made;
import io.penstock.catalog.scene.Scene;
import io.penstock.catalog.scene.Scenes;
import io.penstock.catalog.scene.Sql;
import io.penstock.contracts.build.BuildEnd;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.quarantine.HeldRows;
import io.penstock.contracts.quarantine.ReplayReceipt;
import io.penstock.lake.fingerprint.OriginFingerprint;
import io.penstock.lake.store.ObjectStore;
import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class QuarantineIT {
  private static final String DAY = "2001-01-01";
  private static final String OTHER_INPUTS = Sha256.of("another suite").hex();

  @Inject Scenes scenes;
  @Inject ObjectStore store;

  private Scene scene;

  @BeforeEach
  void create() {
    scene = scenes.create();
  }

  /** A published day of five rows, of which these offsets are in quarantine. */
  private Made published(String day, List<Long> failed) {
    scene.land(day, 5);
    Made made = scene.make(day, "first", failed);
    scene.plan(made);
    scene.finish(made);
    scene.publish(made);
    madeWith(made, OTHER_INPUTS);
    return made;
  }

  private void madeWith(Made made, String inputs) {
    scenes
        .sql()
        .update("update build set inputs_sha256 = ? where build_id = ?", inputs, made.id().hex());
  }

  private ReplayReceipt replay(Map<String, Object> request) {
    return read(send(scene.name(), request), ReplayReceipt.class);
  }

  /** REST Assured would write the colon as %3A, which is another address. */
  private static Response send(String pipeline, Map<String, Object> request) {
    return given()
        .urlEncodingEnabled(false)
        .contentType("application/json")
        .body(Json.text(request))
        .post("/api/v1/pipelines/" + pipeline + "/quarantine:replay");
  }

  /** The plan that the catalog makes of the window that is asked for. */
  private BuildPlan plan() {
    PlannedBuild[] planned =
        read(post("/pipelines/" + scene.name() + "/plans", ""), PlannedBuild[].class);
    assertThat(planned).hasSize(1);
    return Json.read(store.read(planned[0].plan()), BuildPlan.class);
  }

  @Test
  void quarantinedRowsAreCountedByWindowAndRule() {
    Made first = published(DAY, List.of(1L, 3L));
    published("2001-01-02", List.of(7L));
    String path = "/pipelines/" + scene.name() + "/quarantine";
    get(path)
        .then()
        .statusCode(200)
        .body("items.rows", contains(2, 1))
        .body("items.live", contains(true, true))
        .body("items[0].buildId", equalTo(first.id().hex()))
        .body("items[0].files[0].step", equalTo("conform"))
        .body("items[0].files[0].stored", equalTo(true));
    get(path + "?to=2001-01-02").then().body("items.rows", contains(2));
    get(path + "?rule=expect_column_values_to_not_be_null").then().body("items", hasSize(0));
    get(path + "?limit=1").then().body("next", equalTo("2001-01-01T00:00:00Z"));
    get(path + "?limit=1&after=2001-01-01T00:00:00Z").then().body("items.rows", contains(1));
    get(path + "/rules").then().body("rule.name", contains("schema")).body("rows", contains(3));
  }

  @Test
  void quarantinedRowsArePagedByWindowAndOrigin() {
    published(DAY, List.of(1L, 3L));
    published("2001-01-02", List.of(7L));
    String path = "/pipelines/" + scene.name() + "/quarantine/rows";
    String next =
        get(path + "?limit=1")
            .then()
            .body("items.offset", contains(1))
            .body("items[0].text", equalTo("payload 1"))
            .body("items[0].payload", equalTo("cGF5bG9hZCAx"))
            .body("items[0].key", nullValue())
            .body("items[0].headers[0].value", equalTo("dg=="))
            .body("items[0].stage", equalTo("schema"))
            .body("items[0].rules[0].reason", equalTo("field delay: missing"))
            .body("items[0].window.start", equalTo("2001-01-01T00:00:00Z"))
            .extract()
            .path("next");
    get(path + "?limit=2&after=" + next)
        .then()
        .body("items.offset", contains(3, 7))
        .body("next", nullValue());
    get(path + "?rule=schema&from=2001-01-02").then().body("items.offset", contains(7));
    get(path + "?after=what").then().statusCode(400).body("code", equalTo("bad-cursor"));
    get("/pipelines/nowhere/quarantine/rows").then().statusCode(404);
  }

  @Test
  void noFileIsLeftOutWhereOneReadOfWindowsEndsAndTheNextBegins() {
    Made made = published("2001-06-01", List.of(3L));
    String swept = "swept/" + scene.name();
    Sql sql = scenes.sql();
    sql.update("insert into object (key, state, at) values (?, 'SWEPT', now())", swept);
    String earlier =
        "generate_series(0, 98) n,"
            + " lateral (select encode(sha256(convert_to(? || n, 'UTF8')), 'hex') as id,"
            + " timestamptz '2001-01-01 00:00:00+00' + n * interval '1 day' as day) w";
    sql.update(
        "insert into build (build_id, pipeline, spec_version, window_start, window_end, through,"
            + " state, inputs_sha256, planned_at)"
            + " select w.id, ?, 1, w.day, w.day + interval '1 day', 1, 'rejected', '', now() from "
            + earlier,
        scene.name(),
        scene.name());
    sql.update(
        "insert into pipeline_window (pipeline, window_start, window_end, latest_build_id)"
            + " select ?, w.day, w.day + interval '1 day', w.id from "
            + earlier,
        scene.name(),
        scene.name());
    sql.update(
        "update quarantine_file set step = 'check-conformed' where build_id = ?", made.id().hex());
    // The windows before have one file each, and the last one two.
    sql.update(
        "insert into quarantine_file (build_id, step, pipeline, object_key, sha256, bytes, rows, rules)"
            + " select build_id, 'conform', pipeline, ?, repeat('0', 64), 1, 1, '[]' from build"
            + " where pipeline = ?",
        swept,
        scene.name());
    get("/pipelines/" + scene.name() + "/quarantine/rows").then().body("items.offset", contains(3));
  }

  @Test
  void quarantinedRowsAreDownloadedAsParquet() {
    Made made = published(DAY, List.of(1L));
    byte[] file =
        given()
            .get("/api/v1/builds/" + made.id() + "/quarantine/conform")
            .then()
            .statusCode(200)
            .contentType("application/vnd.apache.parquet")
            .extract()
            .asByteArray();
    assertThat(Sha256.of(file))
        .isEqualTo(made.conform().quarantine().orElseThrow().object().sha256());
    get("/builds/" + made.id() + "/quarantine/check-conformed")
        .then()
        .statusCode(404)
        .body("code", equalTo("unknown-quarantine"));
  }

  @Test
  void rowsOfARejectedBuildAreListedToo() {
    scene.land(DAY, 5);
    Made made = scene.make(DAY, "bad", List.of(2L));
    scene.plan(made);
    scene.finish(made);
    post(
            "/builds/" + made.id() + "/end",
            new BuildEnd(FailureKind.USER, BuildEnd.CHECKPOINT_FAILED, "no"))
        .then()
        .statusCode(204);
    get("/pipelines/" + scene.name() + "/quarantine")
        .then()
        .body("items.rows", contains(1))
        .body("items.state", contains("rejected"))
        .body("items.live", contains(false));
    ReplayReceipt receipt = replay(Map.of());
    assertThat(receipt.request()).isEmpty();
    assertThat(receipt.messages())
        .singleElement()
        .asString()
        .contains("1 windows are not published");
  }

  @Test
  void aReplayOfEverythingIsABuildThatHoldsNothing() {
    published(DAY, List.of(1L, 3L));
    scene.close();

    ReplayReceipt receipt = replay(Map.of());

    assertThat(receipt.selected()).isEqualTo(2);
    assertThat(receipt.held()).isZero();
    assertThat(plan().held()).isEmpty();
    BuildRequestReceipt request =
        read(get("/build-requests/" + receipt.request().orElseThrow()), BuildRequestReceipt.class);
    assertThat(request.windows()).isEqualTo(1);
    assertThat(request.open()).isEqualTo(1);
  }

  @Test
  void aReplayOfSomeRowsHoldsTheOthersInEveryPlanOfTheWindow() {
    Made made = published(DAY, List.of(1L, 3L, 4L));
    scene.close();

    ReplayReceipt receipt = replay(Map.of("offsets", List.of("0:2-3")));

    assertThat(receipt.selected()).isEqualTo(1);
    assertThat(receipt.held()).isEqualTo(2);
    assertThat(receipt.windows().getFirst().live()).isEqualTo(made.id());
    BuildPlan plan = plan();
    HeldRows held = plan.held().orElseThrow();
    assertThat(held.schemaFailed())
        .isEqualTo(
            OriginFingerprint.of(scene.topicId(), 0, 1)
                .plus(OriginFingerprint.of(scene.topicId(), 0, 4)));
    assertThat(held.quarantined().count()).isZero();
    assertThat(
            scenes
                .sql()
                .texts("select state from object where key = ?", held.object().key().value()))
        .containsExactly("LIVE");
    scene.land(DAY, 1);
    assertThat(plan().held()).contains(held);
  }

  @Test
  void askingTwiceReplaysOnceAndAskingForMoreAddsToIt() {
    published(DAY, List.of(1L, 3L, 4L));
    scene.close();
    replay(Map.of("offsets", List.of("0:1")));
    BuildPlan once = plan();

    assertThat(replay(Map.of("offsets", List.of("0:1"))).selected()).isEqualTo(1);
    assertThat(plan()).isEqualTo(once);

    replay(Map.of("offsets", List.of("0:3")));
    assertThat(plan().held().orElseThrow().schemaFailed())
        .isEqualTo(OriginFingerprint.of(scene.topicId(), 0, 4));
    replay(Map.of("rule", "schema"));
    assertThat(plan().held()).isEmpty();
  }

  @Test
  void withoutACorrectionThereIsNothingToReplay() {
    Made made = published(DAY, List.of(1L));
    scene.close();
    post("/pipelines/" + scene.name() + "/builds", Map.of()).then().statusCode(202);
    String now =
        scenes
            .sql()
            .texts("select inputs_sha256 from build where build_id = ?", plan().buildId().hex())
            .getFirst();
    madeWith(made, now);

    for (Map<String, Object> request :
        List.of(Map.<String, Object>of(), Map.<String, Object>of("offsets", List.of("0:1")))) {
      ReplayReceipt receipt = replay(request);
      assertThat(receipt.request()).isEmpty();
      assertThat(receipt.windows()).isEmpty();
      assertThat(receipt.messages())
          .singleElement()
          .asString()
          .contains("neither schema nor suites have changed");
    }
  }

  @Test
  void rowsThatRetentionDeletedComeBackTogetherOrNotAtAll() {
    Made made = published(DAY, List.of(1L, 3L));
    scene.close();
    scenes
        .sql()
        .update(
            "update object set state = 'SWEPT' where key = ?",
            made.conform().quarantine().orElseThrow().object().key().value());

    String path = "/pipelines/" + scene.name() + "/quarantine";
    get(path).then().body("items[0].files[0].stored", equalTo(false));
    get(path + "/rows").then().statusCode(200).body("items", hasSize(0));
    get("/builds/" + made.id() + "/quarantine/conform").then().statusCode(404);
    ReplayReceipt some = replay(Map.of("offsets", List.of("0:1")));
    assertThat(some.windows()).isEmpty();
    assertThat(some.messages()).singleElement().asString().contains("retention has deleted");
    assertThat(replay(Map.of()).selected()).isEqualTo(2);
    assertThat(plan().held()).isEmpty();
  }

  @Test
  void aBuildThatWasPlannedBeforeDoesNotLetInWhatAReplayHolds() {
    Made live = published(DAY, List.of(1L, 3L));
    scene.close();
    post("/pipelines/" + scene.name() + "/builds", Map.of()).then().statusCode(202);
    BuildPlan before = plan();
    assertThat(before.held()).isEmpty();

    replay(Map.of("offsets", List.of("0:1")));

    get("/builds/" + before.buildId()).then().body("state", equalTo("superseded"));
    given()
        .contentType("application/json")
        .body(Map.of("builds", List.of(before.buildId().hex())))
        .post("/api/v1/pipelines/" + scene.name() + "/publications")
        .then()
        .body("published", hasSize(0));
    get("/pipelines/" + scene.name() + "/windows")
        .then()
        .body("items[0].live", equalTo(live.id().hex()));
    BuildPlan after = plan();
    assertThat(after.held().orElseThrow().rows()).isEqualTo(1);
    // The same again finds its build planned, and leaves it so.
    replay(Map.of("offsets", List.of("0:1")));
    get("/builds/" + after.buildId()).then().body("state", equalTo("planned"));
  }

  @Test
  void aDryRunChangesNothing() {
    published(DAY, List.of(1L, 3L));
    scene.close();
    ReplayReceipt receipt = replay(Map.of("offsets", List.of("0:1"), "dryRun", true));
    assertThat(receipt.selected()).isEqualTo(1);
    assertThat(receipt.held()).isEqualTo(1);
    assertThat(receipt.request()).isEmpty();
    assertThat(
            scenes
                .sql()
                .number("select count(*) from window_held where pipeline = ?", scene.name()))
        .isZero();
    assertThat(
            scenes
                .sql()
                .number("select count(*) from build_request where pipeline = ?", scene.name()))
        .isZero();
  }

  @Test
  void aRequestWithAnIdIsTakenOnce() {
    published(DAY, List.of(1L));
    scene.close();
    UUID id = UUID.randomUUID();
    assertThat(replay(Map.of("id", id)).request()).isEqualTo(Optional.of(id));
    assertThat(replay(Map.of("id", id)).request()).isEqualTo(Optional.of(id));
    assertThat(
            scenes
                .sql()
                .number("select count(*) from build_request where pipeline = ?", scene.name()))
        .isEqualTo(1);
  }

  @Test
  void aBadSelectionIsRefused() {
    send(scene.name(), Map.of("offsets", List.of("fifteen"))).then().statusCode(400);
    send(scene.name(), Map.of("from", "yesterday"))
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-time"));
    send(scene.name(), Map.of("from", DAY, "to", DAY))
        .then()
        .statusCode(400)
        .body("detail", containsString("is not before"));
    send("nowhere", Map.of()).then().statusCode(404);
  }
}
