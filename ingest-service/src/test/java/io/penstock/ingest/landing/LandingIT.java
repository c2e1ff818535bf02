package io.penstock.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.Gap;
import io.penstock.ingest.testing.FakeCatalog;
import io.penstock.ingest.testing.TestIngest;
import io.penstock.ingest.testing.TestTopic;
import io.penstock.lake.fingerprint.OriginFingerprint;
import io.penstock.lake.store.ObjectStore;
import io.penstock.stack.TargetStack;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records of every kind get into the store and the catalog, each once. */
class LandingIT {
  private static final TargetStack STACK = TargetStack.shared();
  private static final Windowing DAYS = new Windowing(Duration.ofDays(1), ZoneId.of("UTC"));

  private final FakeCatalog catalog = new FakeCatalog();
  private final ObjectStore store = TestIngest.store(STACK);

  @Test
  void everyRecordLandsOnce() {
    try (TestTopic topic = new TestTopic(STACK, 3);
        TestIngest ingest = TestIngest.on(STACK, catalog, store).with("roll-rows", "700").start()) {
      catalog.register(topic.source(), DAYS);
      for (int i = 0; i < 6_000; i++) {
        topic.send(i % 3, "{\"n\":%d,\"t\":\"2001-01-%02dT12:00:00Z\"}".formatted(i, 1 + i % 28));
      }
      topic.flush();
      awaitPositions(topic, Map.of(0, 2_000L, 1, 2_000L, 2, 2_000L));

      List<BatchCommit> batches = catalog.batches(topic.name());
      assertThat(batches.size()).isGreaterThan(3);
      assertContiguous(topic, batches, 3);
      assertThat(
              TestIngest.read(store, batches)
                  .query(
                      """
                      SELECT count(*), count(DISTINCT (topic_id, "partition", "offset")),
                        count(DISTINCT (decode(payload)::JSON->>'n')::INT), min(status), max(status),
                        count(DISTINCT event_time)
                      FROM raw\
                      """))
          .containsExactly("6000 6000 6000 ok ok 28");
      assertThat(batches.stream().flatMap(b -> b.windows().stream()).toList())
          .allSatisfy(counts -> assertThat(counts.windowing()).isEqualTo(DAYS));
    }
  }

  private void awaitPositions(TestTopic topic, Map<Integer, Long> expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            expected.forEach((partition, position) ->
                assertThat(catalog.positions(topic.name()))
                    .containsEntry(topic.partition(partition), position)));
  }

  /** Every batch starts where the one before it ended, and its origins are what it says. */
  static void assertContiguous(TestTopic topic, List<BatchCommit> batches, int partitions) {
    for (int p = 0; p < partitions; p++) {
      TopicPartition partition = topic.partition(p);
      long next = 0;
      for (BatchCommit batch : batches) {
        if (batch.partition().equals(partition)) {
          assertThat(batch.from()).isEqualTo(next);
          assertThat(batch.landed()).isEqualTo(origins(batch));
          next = batch.to();
        }
      }
    }
  }

  private static Fingerprint origins(BatchCommit batch) {
    Fingerprint sum = Fingerprint.EMPTY;
    for (long offset = batch.from(); offset < batch.to(); offset++) {
      long at = offset;
      if (batch.gaps().stream().noneMatch((Gap gap) -> gap.from() <= at && at < gap.to())) {
        sum =
            sum.plus(
                OriginFingerprint.of(
                    batch.partition().topicId(), batch.partition().partition(), offset));
      }
    }
    return sum;
  }
}
