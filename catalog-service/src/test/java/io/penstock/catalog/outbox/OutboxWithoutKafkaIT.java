package io.penstock.catalog.outbox;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.penstock.catalog.scene.Scene;
import io.penstock.catalog.scene.Scenes;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(UnreachableKafka.class)
class OutboxWithoutKafkaIT {
  @Inject Scenes scenes;

  @Test
  void worksOnAndKeepsItsEvents() {
    Scene scene = scenes.create();
    scene.land("2001-01-01", 3);
    scene.publish(scene.built("2001-01-01", "a"));

    get("/q/health/live").then().statusCode(200);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'events' }.status", equalTo("DOWN")));
    assertThat(
            scenes
                .sql()
                .number(
                    "select count(*) from outbox where subject = ? and sent_at is null",
                    scene.name()))
        .isEqualTo(1);
  }
}
