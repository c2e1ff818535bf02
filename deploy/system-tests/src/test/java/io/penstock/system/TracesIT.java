package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.event.EventType;
import io.penstock.contracts.event.PenstockEvent;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.lake.store.ListedObject;
import io.penstock.system.OtlpReceiver.Link;
import io.penstock.system.OtlpReceiver.Span;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From the trace of a record to the version that it is in, by the spans that services export. */
class TracesIT {
  /** The example of the W3C's recommendation. */
  private static final Link PRODUCER =
      new Link("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");

  private static SystemUnderTest system;
  private static Flights flights;
  private static VersionDescription version;

  @BeforeAll
  static void publish() {
    system = SystemUnderTest.shared();
    flights = new Flights(system, "traced");
    List<byte[]> events = Flights.days(system, 1);
    produce(events);
    flights.complete();
    version = flights.awaitPublished(events.size());
  }

  private static void produce(List<byte[]> events) {
    String traceparent = "00-" + PRODUCER.traceId() + "-" + PRODUCER.spanId() + "-01";
    Map<String, Object> settings =
        Map.of("bootstrap.servers", system.stack().kafkaBootstrapServers());
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (byte[] event : events) {
        var record = new ProducerRecord<byte[], byte[]>(flights.name(), event);
        record.headers().add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII));
        producer.send(record);
      }
      producer.flush();
    }
  }

  @AfterAll
  static void close() {
    flights.close();
  }

  @Test
  void theTraceOfARecordLeadsToTheVersionThatItIsIn() {
    Span land = span("land", span -> span.links().contains(PRODUCER));
    assertThat(land.service()).isEqualTo("ingest");
    assertThat(land.about("penstock.batch")).startsWith("raw/" + flights.name() + "/");

    Span commit =
        span(
            "POST",
            span -> span.service().equals("catalog") && span.traceId().equals(land.traceId()));

    Span build = span("build", span -> linksTo(span, commit));
    assertThat(build.about("penstock.window"))
        .isEqualTo("[2001-01-01T00:00:00Z, 2001-01-02T00:00:00Z)");

    for (String step : List.of("conform", "check-conformed", "transform", "check-output")) {
      assertThat(span(step, span -> of(span, build)).about("penstock.build_id"))
          .isEqualTo(build.about("penstock.build_id"));
    }

    Span publish = span("publish", span -> of(span, build) && span.service().equals("catalog"));
    assertThat(publish.about("penstock.dataset")).isEqualTo(flights.name());
    assertThat(publish.about("penstock.version")).isEqualTo(Long.toString(version.number()));
    assertThat(publish.about("penstock.build_ids")).isEqualTo(build.about("penstock.build_id"));
  }

  @Test
  void theEventOfAVersionBelongsToTheTraceOfItsPublication() {
    ConsumerRecord<String, String> record = published();
    String traceparent =
        new String(record.headers().lastHeader("traceparent").value(), StandardCharsets.US_ASCII);

    assertThat(
            Json.read(record.value().getBytes(StandardCharsets.UTF_8), PenstockEvent.class)
                .traceparent())
        .contains(traceparent);
    // Workflow has a span of that name, too: that of the activity which asked for it.
    Span publish =
        span(
            "publish",
            span ->
                span.service().equals("catalog")
                    && traceparent.equals("00-" + span.traceId() + "-" + span.spanId() + "-01"));
    assertThat(publish.about("penstock.dataset")).isEqualTo(flights.name());
    assertThat(publish.about("penstock.version")).isEqualTo(Long.toString(version.number()));
  }

  /** Rebuilding must give the same bytes, and traces are never the same. */
  @Test
  void nothingThatIsBuiltKnowsOfTraces() {
    Span build = span("build", span -> span.about("penstock.pipeline").equals(flights.name()));
    String staging = "staging/" + build.about("penstock.build_id") + "/";
    List<String> texts = new ArrayList<>();
    for (ListedObject object : system.store().list(staging).toList()) {
      if (object.key().value().endsWith(".json")) {
        texts.add(text(object.key()));
      }
    }

    assertThat(texts)
        .hasSizeGreaterThanOrEqualTo(5)
        .allSatisfy(text ->
            assertThat(text).doesNotContain(build.traceId(), PRODUCER.traceId(), "traceparent"));
  }

  private static String text(ObjectKey key) {
    return new String(system.store().read(key), StandardCharsets.UTF_8);
  }

  private static boolean of(Span span, Span build) {
    return span.traceId().equals(build.traceId());
  }

  private static boolean linksTo(Span span, Span cause) {
    return span.links().contains(new Link(cause.traceId(), cause.spanId()));
  }

  /** Waits for a span whose name begins so; services hand them on every few seconds. */
  private static Span span(String name, Predicate<Span> wanted) {
    return await("a span " + name)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () ->
                system.spans().stream()
                    .filter(span -> span.name().startsWith(name) && wanted.test(span))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static ConsumerRecord<String, String> published() {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", system.stack().kafkaBootstrapServers());
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(PenstockEvent.TOPIC).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      List<ConsumerRecord<String, String>> found = new ArrayList<>();
      await("the event of the version")
          .atMost(Duration.ofSeconds(60))
          .until(() -> {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
              JsonNode event = Json.mapper().readTree(record.value());
              if (event.path("type").asText().equals(EventType.VERSION_PUBLISHED.text())
                  && event.path("subject").asText().equals(flights.name())) {
                found.add(record);
              }
            }
            return !found.isEmpty();
          });
      return found.getFirst();
    }
  }
}
