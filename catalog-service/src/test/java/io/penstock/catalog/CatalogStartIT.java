package io.penstock.catalog;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;

import io.penstock.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class CatalogStartIT {
  @Test
  void isReadyOnceItsTablesStand() {
    get("/q/health/ready").then().statusCode(200).body("status", is("UP"));
  }

  @Test
  void describesItself() {
    get("/q/openapi").then().statusCode(200).body(containsString("Penstock catalog"));
    get("/q/openapi?format=json")
        .then()
        .body(
            "paths.'/api/v1/pipelines/{pipeline}'.put.responses.default.content",
            hasKey("application/problem+json"))
        .body(
            "paths.'/api/v1/sources/{source}/batches'.post.description",
            containsString("conflict-position"));
  }

  @Test
  void answersWhatItCannotReadWithAProblem() {
    given()
        .contentType("application/json")
        .body("{")
        .post("/api/v1/sources/s/batches")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", is("invalid-json"));
    given()
        .contentType("application/json")
        .post("/api/v1/sources/s/progress")
        .then()
        .statusCode(400)
        .body("code", is("incomplete-body"));
    get("/api/v1/what").then().statusCode(404).contentType("application/problem+json");
  }
}
