package io.penstock.ingest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.penstock.contracts.event.EventType;
import io.penstock.contracts.event.PenstockEvent;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.json.Json;
import io.penstock.ingest.testing.FakeCatalog;
import io.penstock.ingest.testing.FakeCatalogResource;
import io.penstock.ingest.testing.TestTopic;
import io.penstock.stack.StackResource;
import io.penstock.stack.TargetStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The service as a whole: settings, REST, events, health, metrics. */
@QuarkusTest
@TestProfile(IngestServiceIT.Slow.class)
@WithTestResource(StackResource.class)
@WithTestResource(FakeCatalogResource.class)
class IngestServiceIT {
  private static final Windowing DAYS = new Windowing(Duration.ofDays(1), ZoneId.of("UTC"));

  /** Looks for sources so seldom that only an event makes it happen. */
  public static final class Slow implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "penstock.ingest.sources-interval", "PT1H", "penstock.ingest.roll-age", "PT0.3S");
    }
  }

  FakeCatalog catalog;

  @Test
  void aSourceThatIsRegisteredWhileItRunsIsLanded() throws Exception {
    TargetStack stack = TargetStack.shared();
    try (TestTopic topic = new TestTopic(stack, 1);
        Producer<byte[], byte[]> events = TestTopic.producer(stack, Map.of());
        Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()))) {
      if (!admin.listTopics().names().get().contains(PenstockEvent.TOPIC)) {
        admin.createTopics(List.of(new NewTopic(PenstockEvent.TOPIC, 1, (short) 1))).all().get();
      }
      catalog.register(topic.source(), DAYS);
      topic.send(0, "{\"t\":\"2001-01-01T00:00:00Z\"}");
      topic.send(0, "no json");
      topic.flush();
      // Whoever subscribes late hears only the next one.
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(() -> {
            events.send(sourceChanged(topic)).get();
            assertThat(catalog.positions(topic.name())).containsValue(2L);
          });

      await()
          .untilAsserted(() ->
              when()
                  .get("/api/v1/status")
                  .then()
                  .statusCode(200)
                  .body(
                      "sources.find { it.source == '%s' }.topic".formatted(topic.name()),
                      equalTo(topic.name()))
                  .body(
                      "sources.find { it.source == '%s' }.partitions[0].position"
                          .formatted(topic.name()),
                      equalTo(2))
                  .body(
                      "sources.find { it.source == '%s' }.partitions[0].logEnd"
                          .formatted(topic.name()),
                      equalTo(2))
                  .body(
                      "sources.find { it.source == '%s' }.partitions[0].phase"
                          .formatted(topic.name()),
                      equalTo("reading")));
      given()
          .accept("text/plain")
          .get("/q/metrics")
          .then()
          .statusCode(200)
          .body(
              containsString(
                  "penstock_ingest_records_total{source=\"%s\",status=\"ok\",} 1.0"
                      .formatted(topic.name())))
          .body(
              containsString(
                  "penstock_ingest_records_total{source=\"%s\",status=\"malformed\",} 1.0"
                      .formatted(topic.name())));
    }
  }

  @Test
  void readinessNamesEveryPart() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            when()
                .get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.name", hasItem("kafka"))
                .body("checks.name", hasItem("catalog"))
                .body("checks.name", hasItem("s3"))
                .body("checks.find { it.name == 'kafka' }.data.state", equalTo("answers")));
  }

  private static ProducerRecord<byte[], byte[]> sourceChanged(TestTopic topic) {
    return new ProducerRecord<>(
        PenstockEvent.TOPIC,
        Json.bytes(
            new PenstockEvent(
                UUID.randomUUID(),
                EventType.SOURCE_CHANGED,
                "/penstock/catalog",
                topic.name(),
                Instant.parse("2026-01-01T00:00:00Z"),
                Json.mapper().createObjectNode(),
                Optional.empty())));
  }
}
