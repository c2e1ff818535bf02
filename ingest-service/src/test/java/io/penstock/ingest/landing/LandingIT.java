package io.penstock.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.pipeline.Landing;
import io.penstock.contracts.pipeline.PrivacySpec;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.Completion;
import io.penstock.contracts.source.RowStatus;
import io.penstock.contracts.source.WindowCount;
import io.penstock.contracts.source.WindowingCounts;
import io.penstock.ingest.testing.LandingTest;
import io.penstock.ingest.testing.TestIngest;
import io.penstock.ingest.testing.TestTopic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

/** Records of every kind get into the store and the catalog, each once. */
class LandingIT extends LandingTest {

  @Test
  void everyRecordLandsOnce() {
    try (TestTopic topic = new TestTopic(STACK, 3);
        TestIngest ingest = ingest().with("roll-rows", "700").start()) {
      catalog.register(topic.source(), DAYS);
      for (int i = 0; i < 6_000; i++) {
        topic.send(i % 3, event(i, 1 + i % 28));
      }
      topic.flush();
      for (int partition = 0; partition < 3; partition++) {
        awaitPosition(topic, partition, 2_000);
        assertContiguous(topic, topic.partition(partition), 0);
      }
      assertThat(catalog.batches(topic.name()).size()).isGreaterThan(3);
      assertThat(
              landed(topic)
                  .query(
                      """
                      SELECT count(*), count(DISTINCT (topic_id, "partition", "offset")),
                        count(DISTINCT (decode(payload)::JSON->>'n')::INT), min(status), max(status),
                        count(DISTINCT event_time)
                      FROM raw\
                      """))
          .containsExactly("6000 6000 6000 ok ok 28");
    }
  }

  @Test
  void aRecordIsKeptAsItCame() {
    try (TestTopic topic = new TestTopic(STACK, 1);
        TestIngest ingest = ingest().start()) {
      catalog.register(topic.source(), DAYS);
      topic.send(
          new ProducerRecord<>(
              topic.name(),
              0,
              986_000_000_123L,
              new byte[] {(byte) 0xff, 1},
              bytes(event(1, 2)),
              List.of(
                  new RecordHeader("trace", new byte[] {0, (byte) 0x80}),
                  new RecordHeader("none", null))));
      awaitPosition(topic, 0, 1);

      assertThat(
              landed(topic)
                  .query(
                      """
                      SELECT topic_id, "partition", "offset", "timestamp", timestamp_type, hex("key"),
                        array_to_string(list_transform(headers,
                          lambda h: h."name" || '=' || coalesce(hex(h."value"), 'null')), ' '),
                        decode(payload), event_time, status, reason FROM raw\
                      """))
          .containsExactly(
              topic.topicId()
                  + " 0 0 986000000123 create FF01 trace=0080 none=null"
                  + " {\"n\":1,\"t\":\"2001-01-02T12:00:00Z\"} 2001-01-02T12:00Z ok null");
      BatchCommit batch = catalog.batches(topic.name()).getFirst();
      assertThat(batch.maxEventTime()).contains(Instant.parse("2001-01-02T12:00:00Z"));
      assertThat(batch.leaderEpoch()).contains(0);
    }
  }

  @Test
  void whatCannotBePlacedLandsWithItsReasonAndStallsNothing() {
    try (TestTopic topic = new TestTopic(STACK, 1);
        TestIngest ingest = ingest().start()) {
      catalog.register(topic.source(), DAYS);
      topic.send(0, (byte[]) null);
      topic.send(0, "");
      topic.send(0, "{\"t\":\"2001-01-01\"");
      topic.send(0, "[1]");
      topic.send(0, HexFormat.of().parseHex("7b2274223a22ff227d"));
      topic.send(0, "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");
      topic.send(0, "{\"a\":1e99999,\"b\":" + "9".repeat(5_000) + "}");
      topic.send(0, "{\"t\":\"NaN\"}");
      topic.send(0, "{\"t\":\"+9999999-01-01T00:00:00Z\"}");
      topic.send(0, "{\"t\":\"2999-01-01T00:00:00Z\"}");
      topic.send(0, "{\"t\":\"1969-07-20T20:17:40Z\"}");
      topic.send(0, "{\"t\":\"2001-01-01\",\"s\":\"" + "x".repeat(1_000_000) + "\"}");
      awaitPosition(topic, 0, 12);

      assertThat(
              landed(topic)
                  .query(
                      """
                      SELECT "offset", status, octet_length(payload), epoch_us(event_time),
                        regexp_replace(reason, 'clock \\(.*\\)', 'clock') FROM raw ORDER BY 1\
                      """))
          .containsExactly(
              "0 malformed null null tombstone",
              "1 malformed 0 null empty payload",
              "2 malformed 17 null not JSON at byte 17: it ends here",
              "3 malformed 3 null not a JSON object",
              "4 malformed 9 null not UTF-8 at byte 6",
              "5 malformed 20006 null nested deeper than 500 levels",
              "6 no_time 5018 null no field 't'",
              "7 no_time 11 null t: 'NaN' is not an ISO 8601 date or time (iso)",
              "8 implausible_time 32 null t: '+9999999-01-01T00:00:00Z' is not within the years 0001 to 9999",
              "9 implausible_time 28 null t: '2999-01-01T00:00:00Z' is more than PT24H ahead of the clock",
              "10 ok 28 -14182940000000 null",
              "11 ok 1000025 978307200000000 null");
      assertThat(unplaced(topic, RowStatus.MALFORMED)).isEqualTo(6);
      assertThat(unplaced(topic, RowStatus.NO_TIME)).isEqualTo(2);
      assertThat(unplaced(topic, RowStatus.IMPLAUSIBLE_TIME)).isEqualTo(2);
    }
  }

  private long unplaced(TestTopic topic, RowStatus status) {
    return catalog.batches(topic.name()).stream()
        .filter(batch -> batch.unplaced().containsKey(status))
        .mapToLong(batch -> batch.unplaced().get(status).count())
        .sum();
  }

  @Test
  void aSourceThatIsCompleteIsLandedAtOnce() {
    try (TestTopic topic = new TestTopic(STACK, 2);
        TestIngest ingest = ingest().with("roll-age", "PT1H").start()) {
      catalog.register(topic.source(), DAYS);
      topic.send(0, event(1, 1));
      topic.send(1, event(2, 2));
      topic.flush();
      TopicId topicId = topic.topicId();
      eventually(() ->
          assertThat(ingest.status(topic.name()).partitions())
              .allSatisfy(partition -> assertThat(partition.bufferedRows()).isEqualTo(1))
              .hasSize(2));
      catalog.complete(topic.name(), new Completion(topicId, Map.of(0, 1L, 1, 1L)));
      awaitPosition(topic, 0, 1);
      awaitPosition(topic, 1, 1);
    }
  }

  @Test
  void rowsAreCountedByEveryWindowingThatIsKnown() {
    try (TestTopic topic = new TestTopic(STACK, 1);
        TestIngest ingest = ingest().with("sources-interval", "PT1H").start()) {
      catalog.register(topic.source(), DAYS);
      ingest.sources().look();
      topic.send(0, event(1, 1));
      awaitPosition(topic, 0, 1);
      // Ingest hears of it only by the refusal.
      catalog.count(topic.name(), DAYS, HOURS);
      topic.send(0, event(2, 2));
      awaitPosition(topic, 0, 2);

      assertThat(catalog.refusals()).containsExactly("conflict-windowing");
      assertThat(catalog.batches(topic.name()).getLast().windows())
          .extracting(WindowingCounts::windowing)
          .containsExactly(DAYS, HOURS);
      assertThat(catalog.batches(topic.name()).getLast().windows())
          .flatExtracting(WindowingCounts::windows)
          .extracting((WindowCount count) -> count.window().toString())
          .containsExactly(
              "[2001-01-02T00:00:00Z, 2001-01-03T00:00:00Z)",
              "[2001-01-02T12:00:00Z, 2001-01-02T13:00:00Z)");
    }
  }

  @Test
  void aChangedWindowingIsCountedWithoutARefusal() {
    try (TestTopic topic = new TestTopic(STACK, 1);
        TestIngest ingest = ingest().with("roll-age", "PT3S").start()) {
      catalog.register(topic.source(), DAYS);
      topic.send(0, event(1, 1));
      eventually(() ->
          assertThat(ingest.status(topic.name()).partitions())
              .singleElement()
              .satisfies(partition -> assertThat(partition.bufferedRows()).isEqualTo(1)));
      catalog.count(topic.name(), DAYS, HOURS);
      awaitPosition(topic, 0, 1);
      assertThat(catalog.refusals()).isEmpty();
      assertThat(catalog.batches(topic.name()).getFirst().windows()).hasSize(2);
    }
  }

  @Test
  void maskedSourcesStoreNoClearText() {
    try (TestTopic topic = new TestTopic(STACK, 1);
        TestIngest ingest = ingest().start()) {
      catalog.register(
          topic.source(Landing.MASKED),
          List.of(
              new PrivacySpec("email", PrivacySpec.Rule.MASK, Optional.empty()),
              new PrivacySpec("user", PrivacySpec.Rule.HMAC, Optional.of("k1"))),
          DAYS);
      topic.send(
          new ProducerRecord<>(
              topic.name(),
              0,
              bytes("jane@example.com"),
              bytes(
                  "{\"t\":\"2001-01-01\", \"email\":\"jane@example.com\", \"user\":\"usr_1\", \"n\":1.0}")));
      topic.send(0, "{\"email\":\"jane@example.com\"");
      topic.send(0, "{\"email\":\"jane@example.com\",\"t\":\"x\"}");
      awaitPosition(topic, 0, 3);

      assertThat(
              landed(topic)
                  .query(
                      "SELECT \"key\", status, decode(payload), reason FROM raw ORDER BY \"offset\""))
          .containsExactly(
              "null ok {\"t\":\"2001-01-01\", \"email\":\"j***@example.com\","
                  + " \"user\":\"8f90ae8e116cea9d9e3ca452280c5386bf535de8e5b3e2b5cfa59d6f95328e6a\","
                  + " \"n\":1.0} null",
              "null malformed null not JSON at byte 27: it ends here",
              "null no_time {\"email\":\"j***@example.com\",\"t\":\"x\"} t: 'x' is not an ISO 8601"
                  + " date or time (iso)");
    }
  }

  @Test
  void littleMemoryIsEnoughForManyRecords() {
    try (TestTopic topic = new TestTopic(STACK, 4)) {
      catalog.register(topic.source(), DAYS);
      String text = "x".repeat(10_000);
      for (int i = 0; i < 2_000; i++) {
        topic.send(i % 4, "{\"t\":\"2001-01-01\",\"n\":%d,\"s\":\"%s\"}".formatted(i, text));
      }
      topic.flush();
      // Memory alone ends the batches; what fits into it stays for the age, which never comes.
      try (TestIngest ingest =
          ingest().with("buffer-bytes", "2M").with("roll-age", "PT1H").start()) {
        eventually(() ->
            assertThat(
                    catalog.batches(topic.name()).stream().mapToLong(b -> b.landed().count()).sum())
                .isGreaterThan(1_750));
      }
      for (int partition = 0; partition < 4; partition++) {
        assertContiguous(topic, topic.partition(partition), 0);
      }
    }
  }

  @Test
  void positionsAndEndsOfLogsAreReported() {
    try (TestTopic topic = new TestTopic(STACK, 1);
        TestIngest ingest = ingest().start()) {
      catalog.register(topic.source(), DAYS);
      topic.send(0, event(1, 1));
      eventually(() ->
          assertThat(catalog.progress(topic.name(), topic.partition(0)))
              .hasValueSatisfying(progress -> {
                assertThat(progress.position()).isEqualTo(1);
                assertThat(progress.logEnd()).isEqualTo(1);
                assertThat(progress.caughtUp()).isTrue();
              }));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
