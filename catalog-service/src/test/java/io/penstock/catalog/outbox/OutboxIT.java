package io.penstock.catalog.outbox;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.penstock.catalog.persistence.Database;
import io.penstock.catalog.scene.Scenes;
import io.penstock.contracts.event.EventType;
import io.penstock.contracts.event.PenstockEvent;
import io.penstock.contracts.json.Json;
import io.penstock.stack.StackResource;
import io.penstock.stack.TargetStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class OutboxIT {
  @Inject Database database;
  @Inject WaitingEvents waiting;
  @Inject Scenes scenes;

  @Test
  void sendsEventsAsStructuredCloudEvents() {
    String subject = "subject-" + UUID.randomUUID();
    database.transaction(
        session -> Outbox.add(session, EventType.PIPELINE_DUE, subject, Map.of("windows", 3)));

    List<ConsumerRecord<String, String>> records = recordsAbout(subject, 1);

    PenstockEvent event =
        Json.read(records.getFirst().value().getBytes(StandardCharsets.UTF_8), PenstockEvent.class);
    assertThat(event.type()).isEqualTo(EventType.PIPELINE_DUE);
    assertThat(event.data().get("windows").asInt()).isEqualTo(3);
    assertThat(records.getFirst().value())
        .contains("\"specversion\":\"1.0\"", "\"source\":\"/penstock/catalog\"");
    assertThat(
            new String(
                records.getFirst().headers().lastHeader("content-type").value(),
                StandardCharsets.UTF_8))
        .isEqualTo("application/cloudevents+json; charset=UTF-8");
    await()
        .untilAsserted(() ->
            assertThat(
                    scenes
                        .sql()
                        .number(
                            "select count(*) from outbox where subject = ? and sent_at is not null",
                            subject))
                .isEqualTo(1));
  }

  @Test
  void sendsManyAndEachOnce() {
    String subject = "subject-" + UUID.randomUUID();
    database.transaction(session ->
        session
            .createNativeQuery(
                """
                insert into outbox (id, type, subject, data, created_at)
                select gen_random_uuid(), 'io.penstock.pipeline.due', :subject, '{}', clock_timestamp()
                  from generate_series(1, 1000)
                """)
            .setParameter("subject", subject)
            .executeUpdate());

    List<ConsumerRecord<String, String>> records = recordsAbout(subject, 1000);

    assertThat(records.stream().map(ConsumerRecord::value).distinct()).hasSize(1000);
  }

  @Test
  void leavesWhatAnotherReplicaHasTaken() {
    String subject = "subject-" + UUID.randomUUID();
    scenes
        .sql()
        .update(
            """
            insert into outbox (id, type, subject, data, created_at, claimed_until)
            values (gen_random_uuid(), 'io.penstock.pipeline.due', ?, '{}', now(), now() + interval '1 hour')
            """,
            subject);

    assertThat(waiting.claim(1000, Duration.ofMillis(1)))
        .noneMatch(event -> event.subject().equals(subject));
  }

  @Test
  void isReadyWhileKafkaTakesEvents() {
    await()
        .untilAsserted(() ->
            get("/q/health/ready")
                .then()
                .body("checks.find { it.name == 'events' }.status", equalTo("UP")));
  }

  private static List<ConsumerRecord<String, String>> recordsAbout(String subject, int count) {
    List<ConsumerRecord<String, String>> found = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                TargetStack.shared().kafkaBootstrapServers(),
                "group.id",
                "test-" + UUID.randomUUID(),
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      await().until(() -> consumer.listTopics().containsKey(PenstockEvent.TOPIC));
      consumer.subscribe(List.of(PenstockEvent.TOPIC));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> {
            consumer
                .poll(Duration.ofMillis(200))
                .forEach(record -> {
                  if (subject.equals(record.key())) {
                    found.add(record);
                  }
                });
            return found.size() >= count;
          });
    }
    return found;
  }
}
