package io.penstock.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.source.BatchCommit;
import io.penstock.contracts.source.Gap;
import io.penstock.ingest.testing.LandingTest;
import io.penstock.ingest.testing.TestIngest;
import io.penstock.ingest.testing.TestTopic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Markers and aborted records leave gaps, and nothing else. */
class TransactionsIT extends LandingTest {

  @Test
  void committedRecordsLandAndTheRestIsGaps() {
    try (TestTopic topic = new TestTopic(STACK, 1);
        Producer<byte[], byte[]> producer = transactional();
        TestIngest ingest = ingest().with("roll-age", "PT1S").start()) {
      catalog.register(topic.source(), DAYS);
      producer.initTransactions();
      transaction(producer, topic, true, 1, 2); // 0, 1, marker 2
      transaction(producer, topic, false, 3, 4, 5); // 3, 4, 5, marker 6
      transaction(producer, topic, true, 6); // 7, marker 8
      topic.send(0, event(7, 1)); // 9
      topic.flush();
      transaction(producer, topic, false, 8); // 10, marker 11

      awaitPosition(topic, 0, 12);
      assertContiguous(topic, topic.partition(0), 0);
      assertThat(payloads(topic))
          .containsExactly(event(1, 1), event(2, 1), event(6, 1), event(7, 1));
      assertThat(positionsOfGaps(topic)).containsExactly(2L, 3L, 4L, 5L, 6L, 8L, 10L, 11L);
    }
  }

  @Test
  void aTopicOfAbortedRecordsAloneIsReadToItsEnd() {
    try (TestTopic topic = new TestTopic(STACK, 1);
        Producer<byte[], byte[]> producer = transactional();
        TestIngest ingest = ingest().start()) {
      catalog.register(topic.source(), DAYS);
      producer.initTransactions();
      transaction(producer, topic, false, 1, 2, 3);

      awaitPosition(topic, 0, 4);
      assertThat(catalog.batches(topic.name()))
          .allSatisfy(batch -> assertThat(batch.landed().count()).isZero());
      assertThat(landed(topic).count()).isZero();
      eventually(() ->
          assertThat(catalog.progress(topic.name(), topic.partition(0)))
              .hasValueSatisfying(progress -> assertThat(progress.caughtUp()).isTrue()));
    }
  }

  @Test
  void anOpenTransactionIsNotRead() {
    try (TestTopic topic = new TestTopic(STACK, 1);
        Producer<byte[], byte[]> producer = transactional();
        TestIngest ingest = ingest().start()) {
      catalog.register(topic.source(), DAYS);
      topic.send(0, event(1, 1));
      topic.flush();
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, topic, 2);
      producer.flush();
      topic.send(0, event(3, 1));
      topic.flush();
      awaitPosition(topic, 0, 1);
      eventually(() ->
          assertThat(catalog.progress(topic.name(), topic.partition(0)))
              .hasValueSatisfying(progress -> assertThat(progress.logEnd()).isEqualTo(1)));

      producer.commitTransaction();
      awaitPosition(topic, 0, 4);
      assertThat(payloads(topic)).containsExactly(event(1, 1), event(2, 1), event(3, 1));
    }
  }

  private static Producer<byte[], byte[]> transactional() {
    return TestTopic.producer(
        STACK, Map.of("transactional.id", UUID.randomUUID().toString(), "acks", "all"));
  }

  private static void transaction(
      Producer<byte[], byte[]> producer, TestTopic topic, boolean commit, int... numbers) {
    producer.beginTransaction();
    for (int n : numbers) {
      send(producer, topic, n);
    }
    producer.flush();
    if (commit) {
      producer.commitTransaction();
    } else {
      producer.abortTransaction();
    }
  }

  private static void send(Producer<byte[], byte[]> producer, TestTopic topic, int n) {
    var _ =
        producer.send(
            new ProducerRecord<>(
                topic.name(), 0, null, event(n, 1).getBytes(StandardCharsets.UTF_8)));
  }

  private List<Long> positionsOfGaps(TestTopic topic) {
    return catalog.batches(topic.name()).stream()
        .flatMap((BatchCommit batch) -> batch.gaps().stream())
        .flatMapToLong((Gap gap) -> java.util.stream.LongStream.range(gap.from(), gap.to()))
        .boxed()
        .toList();
  }
}
