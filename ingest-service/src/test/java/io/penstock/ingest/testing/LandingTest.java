package io.penstock.ingest.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Windowing;
import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.Gap;
import io.penstock.lake.fingerprint.OriginFingerprint;
import io.penstock.lake.store.ObjectStore;
import io.penstock.stack.TargetStack;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.NoSuchElementException;

/** What the integration tests of landing share: Kafka, a bucket, a catalog. */
public abstract class LandingTest {
  protected static final TargetStack STACK = TargetStack.shared();
  protected static final Windowing DAYS = new Windowing(Duration.ofDays(1), ZoneId.of("UTC"));
  protected static final Windowing HOURS = new Windowing(Duration.ofHours(1), ZoneId.of("UTC"));
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  protected final FakeCatalog catalog = new FakeCatalog();
  protected final ObjectStore store = TestIngest.store(STACK);

  protected TestIngest.Builder ingest() {
    return TestIngest.on(STACK, catalog.api(), store);
  }

  protected void awaitPosition(TestTopic topic, int partition, long position) {
    TopicPartition expected = topic.partition(partition);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(catalog.positions(topic.name())).containsEntry(expected, position));
  }

  protected static void eventually(Runnable assertion) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(NoSuchElementException.class)
        .untilAsserted(assertion::run);
  }

  /** What landed of a source, as a plain DuckDB sees it. */
  protected RawRows landed(TestTopic topic) {
    return RawRows.download(store, catalog.batches(topic.name()));
  }

  /** Payloads in the order of their positions. */
  protected List<String> payloads(TestTopic topic) {
    return landed(topic)
        .query("SELECT decode(payload) FROM raw ORDER BY topic_id, \"partition\", \"offset\"");
  }

  /**
   * Every batch of a topic-partition starts where the one before it ended, and its fingerprint is
   * that of the positions that are no gaps.
   */
  protected void assertContiguous(TestTopic topic, TopicPartition partition, long from) {
    long next = from;
    for (BatchCommit batch : catalog.batches(topic.name())) {
      if (batch.partition().equals(partition)) {
        assertThat(batch.from()).isEqualTo(next);
        assertThat(batch.landed()).isEqualTo(origins(batch));
        next = batch.to();
      }
    }
    assertThat(catalog.positions(topic.name())).containsEntry(partition, next);
  }

  private static Fingerprint origins(BatchCommit batch) {
    Fingerprint sum = Fingerprint.EMPTY;
    for (long offset = batch.from(); offset < batch.to(); offset++) {
      long at = offset;
      if (batch.gaps().stream().noneMatch((Gap gap) -> gap.from() <= at && at < gap.to())) {
        TopicPartition partition = batch.partition();
        sum = sum.plus(OriginFingerprint.of(partition.topicId(), partition.partition(), offset));
      }
    }
    return sum;
  }

  /** An event with a number, at noon of a day of January 2001. */
  protected static String event(int n, int day) {
    return "{\"n\":%d,\"t\":\"2001-01-%02dT12:00:00Z\"}".formatted(n, day);
  }
}
