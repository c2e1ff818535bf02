package io.penstock.ingest;

import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Everything else is down: the service starts, is not ready, and says what it lacks. */
@QuarkusTest
@TestProfile(IngestAloneIT.Nothing.class)
class IngestAloneIT {

  /** Addresses where nobody listens. */
  public static final class Nothing implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "kafka.bootstrap.servers", "127.0.0.1:9",
          "penstock.s3.endpoint", "http://127.0.0.1:9",
          "penstock.catalog.url", "http://127.0.0.1:9");
    }
  }

  @Test
  void itStartsAndSaysWhatItLacks() {
    when().get("/q/health/live").then().statusCode(200);
    await()
        .untilAsserted(() ->
            when()
                .get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'kafka' }.status", equalTo("DOWN"))
                .body("checks.find { it.name == 'kafka' }.data.address", equalTo("127.0.0.1:9"))
                .body("checks.find { it.name == 's3' }.status", equalTo("DOWN"))
                .body("checks.find { it.name == 'catalog' }.status", equalTo("DOWN"))
                .body(
                    "checks.find { it.name == 'catalog' }.data.state",
                    startsWith("catalog-unavailable: ")));
  }
}
