package io.penstock.catalog.version;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.penstock.catalog.scene.Made;
import io.penstock.catalog.scene.Scene;
import io.penstock.catalog.scene.Scenes;
import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class VersionIT {
  private static final String FIRST = "2001-01-01";
  private static final String SECOND = "2001-01-02";

  @Inject Scenes scenes;
  private Scene scene;
  private Made first;
  private Made second;
  private Made late;

  /** Version 1 has two days, version 2 the first of them again with a late row. */
  @BeforeEach
  void twoVersions() {
    scene = scenes.create();
    scene.land(FIRST, 3);
    scene.land(SECOND, 2);
    first = scene.built(FIRST, "a");
    second = scene.built(SECOND, "a");
    scene.publish(first, second);
    scene.land(FIRST, 1);
    late = scene.built(FIRST, "a");
    scene.publish(late);
  }

  @Test
  void describesTheDatasetAndItsNewestVersion() {
    get("/api/v1/datasets/" + scene.name())
        .then()
        .statusCode(200)
        .body("name", equalTo(scene.name()))
        .body("location", endsWith("/datasets/" + scene.name()))
        .body("head.number", equalTo(2))
        .body("head.rows", equalTo(6))
        .body("head.ledger.published.count", equalTo(6));
    get("/api/v1/datasets?limit=1000")
        .then()
        .statusCode(200)
        .body("items.name", hasItem(scene.name()));
  }

  @Test
  void theFirstWindowThereIsStandsInEveryList() {
    scene.land("0001-01-01", 1);
    scene.publish(scene.built("0001-01-01", "a"));
    for (String list : List.of("ledger", "lineage", "checkpoints")) {
      versions("/3/" + list).body("items[0].window.start", equalTo("0001-01-01T00:00:00Z"));
    }
  }

  @Test
  void listsVersionsInPages() {
    String next =
        versions("?limit=1")
            .statusCode(200)
            .body("items.number", equalTo(List.of(1)))
            .body("items[0].windows", equalTo(2))
            .extract()
            .path("next");

    versions("?limit=1&after=" + next)
        .body("items.number", equalTo(List.of(2)))
        .body("next", nullValue());
  }

  @Test
  void findsAVersionByNumberByLatestAndByTag() {
    tag("gold", "1", false).statusCode(200).body("version", equalTo(1));

    versions("/1").body("number", equalTo(1)).body("tags", equalTo(List.of("gold")));
    versions("/latest").body("number", equalTo(2));
    versions("/gold").body("number", equalTo(1));
    versions("/3").statusCode(404).body("code", equalTo("unknown-version"));
    versions("/silver").statusCode(404).body("code", equalTo("unknown-version"));
    get("/api/v1/datasets/no-such/versions/1")
        .then()
        .statusCode(404)
        .body("code", equalTo("unknown-dataset"));
  }

  @Test
  void listsTheFilesOfEachVersion() {
    versions("/1/files")
        .body("items.buildId", equalTo(List.of(first.id().hex(), second.id().hex())))
        .body("items[0].file.content.count", equalTo(3))
        .body("items[0].file.partitionValues", equalTo(List.of(FIRST, "true")));
    versions("/2/files")
        .body("items.buildId", equalTo(List.of(late.id().hex(), second.id().hex())));
  }

  @Test
  void listsFilesInPages() {
    String next = versions("/1/files?limit=1").extract().path("next");

    given()
        .queryParam("after", next)
        .get("/api/v1/datasets/" + scene.name() + "/versions/1/files")
        .then()
        .body("items.buildId", equalTo(List.of(second.id().hex())))
        .body("next", nullValue());
  }

  @Test
  void tellsWhereEachWindowComesFrom() {
    versions("/2/lineage")
        .statusCode(200)
        .body("items.buildId", equalTo(List.of(late.id().hex(), second.id().hex())))
        .body("items[0].source", equalTo(scene.name()))
        .body("items[0].through", equalTo(3))
        .body("items[0].batches.seq", equalTo(List.of(1, 3)))
        .body("items[1].batches.seq", equalTo(List.of(2)));
  }

  @Test
  void givesTheAccountOfEachWindow() {
    versions("/1/ledger")
        .body(
            "items.window.start", equalTo(List.of("2001-01-01T00:00:00Z", "2001-01-02T00:00:00Z")))
        .body("items[0].ledger.windowed.count", equalTo(3))
        .body("items[1].ledger.published.count", equalTo(2));
  }

  @Test
  void tellsWhatEachWindowWasCheckedWith() {
    versions("/2/checkpoints")
        .statusCode(200)
        .body("items.buildId", equalTo(List.of(late.id().hex(), second.id().hex())))
        .body("items[0].checkpoints.checkpoint", equalTo(List.of("conformed", "output")))
        .body("items[0].checkpoints.passed", equalTo(List.of(true, true)))
        .body("items[0].checkpoints[0].page", nullValue());
    String next = versions("/1/checkpoints?limit=1").extract().path("next");
    given()
        .queryParam("after", next)
        .get("/api/v1/datasets/" + scene.name() + "/versions/1/checkpoints")
        .then()
        .body("items.buildId", equalTo(List.of(second.id().hex())));
  }

  @Test
  void aCheckpointWithoutSuiteHasNoReport() {
    String checkpoints = "/api/v1/builds/" + first.id() + "/checkpoints";

    get(checkpoints)
        .then()
        .statusCode(200)
        .body("checkpoint", equalTo(List.of("conformed", "output")));
    get(checkpoints + "/conformed/report")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("code", equalTo("unknown-report"));
    get(checkpoints + "/late/report")
        .then()
        .statusCode(404)
        .body("code", equalTo("unknown-checkpoint"));
    get("/api/v1/builds/none/checkpoints")
        .then()
        .statusCode(404)
        .body("code", equalTo("unknown-build"));
  }

  @Test
  void movesATagOnlyWhenAsked() {
    tag("gold", "1", false).statusCode(200);
    tag("gold", "1", false).statusCode(200);

    tag("gold", "latest", false)
        .statusCode(409)
        .body("code", equalTo("conflict-tag"))
        .body("detail", containsString("force"));
    tag("gold", "latest", true).statusCode(200).body("version", equalTo(2));

    get(tags()).then().body("items.name", equalTo(List.of("gold")));
    given().delete(tags() + "/gold").then().statusCode(204);
    get(tags() + "/gold").then().statusCode(404).body("code", equalTo("unknown-tag"));
  }

  @Test
  void refusesATagThatReadsAsAVersion() {
    tag("2", "1", false).statusCode(400).body("code", equalTo("invalid-name"));
    tag("latest", "1", false).statusCode(400);
    tag("gold", "7", false).statusCode(404).body("code", equalTo("unknown-version"));
  }

  private ValidatableResponse versions(String path) {
    return get("/api/v1/datasets/" + scene.name() + "/versions" + path).then();
  }

  private ValidatableResponse tag(String tag, String version, boolean force) {
    return given()
        .contentType("application/json")
        .body(Map.of("version", version, "force", force))
        .put(tags() + "/" + tag)
        .then();
  }

  private String tags() {
    return "/api/v1/datasets/" + scene.name() + "/tags";
  }
}
