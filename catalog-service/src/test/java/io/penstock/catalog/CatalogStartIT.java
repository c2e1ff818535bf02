package io.penstock.catalog;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
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
  }
}
