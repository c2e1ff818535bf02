package io.penstock.catalog.request;

import static io.penstock.catalog.testing.Catalog.TOPIC;
import static io.penstock.catalog.testing.Catalog.get;
import static io.penstock.catalog.testing.Catalog.land;
import static io.penstock.catalog.testing.Catalog.newName;
import static io.penstock.catalog.testing.Catalog.post;
import static io.penstock.catalog.testing.Catalog.read;
import static io.penstock.catalog.testing.Catalog.register;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.penstock.catalog.testing.Landing;
import io.penstock.contracts.build.BuildDescription;
import io.penstock.contracts.build.BuildEnd;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.build.BuildState;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.FailedExpectation;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.lake.store.ObjectStore;
import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class BuildRequestIT {
  private static final Windowing DAY = new Windowing(Duration.ofDays(1), ZoneId.of("UTC"));
  private static final TopicPartition P0 = Landing.partition(TOPIC, 0);
  private static final String KEY = "6f1f64a4-2c0b-4c3b-8d62-0d4f7a0f2a31";

  @Inject ObjectStore store;

  @Test
  void coversClosedWindowsWithRowsThatStartInTheRange() {
    String name = withFourDays();
    Response response =
        post("/pipelines/" + name + "/builds", Map.of("from", "2026-01-02", "to", "2026-02-01"));
    response.then().statusCode(202);
    BuildRequestReceipt receipt = read(response, BuildRequestReceipt.class);
    // 2 and 3 January; the 5th is open.
    assertThat(receipt.windows()).isEqualTo(2);
    assertThat(receipt.open()).isEqualTo(2);
    assertThat(receipt.version()).isEmpty();
    assertThat(response.header("Location")).endsWith("/api/v1/build-requests/" + receipt.id());
    assertThat(read(get("/build-requests/" + receipt.id()), BuildRequestReceipt.class))
        .isEqualTo(receipt);
  }

  @Test
  void repeatingARequestWithItsKeyIsTheSameRequest() {
    String name = withFourDays();
    for (int i = 0; i < 2; i++) {
      given()
          .header("Idempotency-Key", KEY)
          .contentType("application/json")
          .body("{\"from\":\"2026-01-02\"}")
          .post("/api/v1/pipelines/" + name + "/builds")
          .then()
          .statusCode(202)
          .body("id", equalTo(KEY))
          .body("windows", equalTo(2));
    }
    given()
        .contentType("application/json")
        .body("{\"id\":\"" + KEY + "\"}")
        .post("/api/v1/pipelines/" + name + "/builds")
        .then()
        .body("windows", equalTo(2));
    String other = withFourDays();
    given()
        .header("Idempotency-Key", KEY)
        .contentType("application/json")
        .post("/api/v1/pipelines/" + other + "/builds")
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict-request"));
  }

  @Test
  void saysWhyThereIsNothingToBuild() {
    String name = withFourDays();
    post("/pipelines/" + name + "/builds", Map.of("from", "2027-01-01"))
        .then()
        .statusCode(202)
        .body("windows", equalTo(0))
        .body("open", equalTo(0))
        .body("messages[0]", containsString("the watermark is at 2026-01-05T09:00:00Z"));
    String empty = newName("empty");
    register(empty, 1);
    post("/pipelines/" + empty + "/builds", Map.of())
        .then()
        .body("messages[0]", containsString("No window is closed yet"));
  }

  @Test
  void aBadRequestIsRefused() {
    String name = withFourDays();
    post("/pipelines/" + name + "/builds", Map.of("from", "yesterday"))
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-time"));
    post("/pipelines/" + name + "/builds", Map.of("from", "2026-01-02", "to", "2026-01-02"))
        .then()
        .statusCode(400)
        .body("code", equalTo("bad-request"));
    post("/pipelines/nowhere/builds", Map.of())
        .then()
        .statusCode(404)
        .body("code", equalTo("unknown-pipeline"));
    get("/build-requests/" + "00000000-0000-0000-0000-000000000000").then().statusCode(404);
    get("/build-requests/what").then().statusCode(404).body("code", equalTo("unknown-request"));
  }

  @Test
  void endsWithTheMessagesOfRejectedBuildsAndKeepsTheirVerdicts() {
    String name = withFourDays();
    BuildRequestReceipt request =
        read(
            post("/pipelines/" + name + "/builds", Map.of("to", "2026-01-02")),
            BuildRequestReceipt.class);
    assertThat(request.windows()).isEqualTo(1);
    PlannedBuild build =
        read(post("/pipelines/" + name + "/plans?limit=1", ""), PlannedBuild[].class)[0];
    CheckOutcome verdict = rejected(build);
    store.putIfAbsent(
        ObjectLayout.outcome(build.buildId(), Step.CHECK_CONFORMED), Json.bytes(verdict));
    BuildEnd end =
        new BuildEnd(FailureKind.USER, BuildEnd.CHECKPOINT_FAILED, "delay is above 10 in 3 rows");
    post("/builds/" + build.buildId() + "/end", end).then().statusCode(204);
    // Repeated, or said otherwise: it has ended.
    post("/builds/" + build.buildId() + "/end", new BuildEnd(FailureKind.INTERNAL, "bug", "no"))
        .then()
        .statusCode(204);

    BuildDescription description = read(get("/builds/" + build.buildId()), BuildDescription.class);
    assertThat(description.state()).isEqualTo(BuildState.REJECTED);
    assertThat(description.checkpoints()).containsExactly(verdict);
    assertThat(description.failure()).contains("delay is above 10 in 3 rows");
    BuildRequestReceipt ended =
        read(get("/build-requests/" + request.id()), BuildRequestReceipt.class);
    assertThat(ended.open()).isZero();
    assertThat(ended.rejected()).isEqualTo(1);
    assertThat(ended.messages())
        .containsExactly("2026-01-01T00:00:00Z rejected: delay is above 10 in 3 rows");

    // Asking again for the same changes nothing, and says so.
    BuildRequestReceipt again =
        read(
            post("/pipelines/" + name + "/builds", Map.of("to", "2026-01-02")),
            BuildRequestReceipt.class);
    assertThat(read(post("/pipelines/" + name + "/plans?limit=1", ""), PlannedBuild[].class))
        .isEmpty();
    BuildRequestReceipt answered =
        read(get("/build-requests/" + again.id()), BuildRequestReceipt.class);
    assertThat(answered.open()).isZero();
    assertThat(answered.messages()).isEqualTo(ended.messages());
  }

  @Test
  void anUnknownBuildIsNotFound() {
    get("/builds/what").then().statusCode(404).body("code", equalTo("unknown-build"));
    post("/builds/" + "0".repeat(64) + "/end", new BuildEnd(FailureKind.USER, "x", "y"))
        .then()
        .statusCode(404)
        .body("code", equalTo("unknown-build"));
  }

  @Test
  void buildsAreListedNewestFirst() {
    String name = withFourDays();
    post("/pipelines/" + name + "/plans", "").then().statusCode(200);
    Response first = get("/pipelines/" + name + "/builds?limit=2");
    assertThat(first.jsonPath().getList("items.buildId")).hasSize(2);
    Response second =
        get("/pipelines/" + name + "/builds?limit=2&after=" + first.jsonPath().getString("next"));
    assertThat(second.jsonPath().getList("items.buildId"))
        .hasSize(1)
        .doesNotContainAnyElementsOf(first.jsonPath().getList("items.buildId"));
    get("/pipelines/" + name + "/builds?state=published").then().body("items.size()", equalTo(0));
    get("/pipelines/" + name + "/builds?state=x").then().statusCode(400);
  }

  /** Rows on the first, second, third and fifth of January; the watermark is on the fifth. */
  private static String withFourDays() {
    String name = newName("request");
    register(name, 1);
    land(
        name,
        new Landing(name, DAY)
            .batch(
                P0,
                0,
                "2026-01-01T10:00:00Z",
                "2026-01-02T10:00:00Z",
                "2026-01-03T10:00:00Z",
                "2026-01-05T10:00:00Z"));
    return name;
  }

  private static CheckOutcome rejected(PlannedBuild build) {
    return new CheckOutcome(
        build.buildId(),
        CheckpointName.CONFORMED,
        Optional.empty(),
        false,
        1,
        List.of(
            new FailedExpectation(
                0, "expect_column_values_to_be_between", "critical", "delay", "3", List.of("11"))),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Fingerprint.EMPTY);
  }
}
