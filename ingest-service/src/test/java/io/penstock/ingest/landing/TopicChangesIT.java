package io.penstock.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.source.Loss;
import io.penstock.contracts.source.PartitionReport;
import io.penstock.contracts.source.TopicReport;
import io.penstock.ingest.testing.LandingTest;
import io.penstock.ingest.testing.TestIngest;
import io.penstock.ingest.testing.TestTopic;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Topics change under the reader. */
class TopicChangesIT extends LandingTest {

  @Test
  void partitionsThatAreAddedAreRead() {
    try (TestTopic topic = new TestTopic(STACK, 1);
        TestIngest ingest = ingest().start()) {
      catalog.register(topic.source(), DAYS);
      topic.send(0, event(1, 1));
      awaitPosition(topic, 0, 1);

      topic.addPartitions(3);
      topic.send(1, event(2, 1));
      topic.send(2, event(3, 1));
      topic.send(0, event(4, 1));
      awaitPosition(topic, 1, 1);
      awaitPosition(topic, 2, 1);
      awaitPosition(topic, 0, 2);
      assertThat(payloads(topic))
          .containsExactly(event(1, 1), event(4, 1), event(2, 1), event(3, 1));
    }
  }

  @Test
  void aTopicThatDoesNotExistYetIsWaitedFor() {
    try (TestTopic topic = new TestTopic(STACK, 1);
        TestIngest ingest = ingest().start()) {
      topic.delete();
      catalog.register(topic.source(), DAYS);
      eventually(() ->
          assertThat(ingest.status(topic.name()).lastError())
              .hasValueSatisfying(error -> assertThat(error).startsWith("topic-missing: ")));
      topic.create(1);
      topic.send(0, event(1, 1));
      awaitPosition(topic, 0, 1);
      assertThat(ingest.status(topic.name()).lastError()).isEmpty();
    }
  }

  @Test
  void aTopicThatIsCreatedAgainStopsUntilSomebodyAcceptsTheLoss() {
    try (TestTopic topic = new TestTopic(STACK, 1);
        TestIngest ingest = ingest().start()) {
      catalog.register(topic.source(), DAYS);
      topic.send(0, event(1, 1));
      topic.send(0, event(2, 1));
      awaitPosition(topic, 0, 2);
      TopicPartition old = topic.partition(0);

      topic.delete();
      topic.create(1);
      TopicPartition created = topic.partition(0);
      // As many as before, so that the old position exists in the new log.
      for (int n = 3; n < 8; n++) {
        topic.send(0, event(n, 1));
      }
      topic.flush();
      eventually(() ->
          assertThat(catalog.loss(topic.name(), created))
              .hasValueSatisfying(loss -> {
                assertThat(loss.cause()).isEqualTo(Loss.Cause.TOPIC_RECREATED);
                assertThat(loss.from()).isEqualTo(2);
                assertThat(loss.to()).isEmpty();
              }));
      eventually(() ->
          assertThat(ingest.status(topic.name()).partitions())
              .singleElement()
              .satisfies(partition -> assertThat(partition.phase()).isEqualTo("stopped")));
      assertThat(landed(topic).count()).isEqualTo(2);

      catalog.acknowledge(topic.name(), created);
      awaitPosition(topic, 0, 5);
      assertContiguous(topic, old, 0);
      assertContiguous(topic, created, 0);
      assertThat(landed(topic).query("SELECT topic_id, count(*) FROM raw GROUP BY 1 ORDER BY 2"))
          .containsExactly(old.topicId() + " 2", created.topicId() + " 5");
    }
  }

  @Test
  void whatRetentionTookIsALossUntilSomebodyAcceptsIt() {
    try (TestTopic topic = new TestTopic(STACK, 1)) {
      catalog.register(topic.source(), DAYS);
      try (TestIngest ingest = ingest().start()) {
        topic.send(0, event(0, 1));
        topic.send(0, event(1, 1));
        awaitPosition(topic, 0, 2);
      }
      for (int n = 2; n < 10; n++) {
        topic.send(0, event(n, 1));
      }
      topic.flush();
      topic.deleteBefore(0, 6);
      try (TestIngest ingest = ingest().start()) {
        eventually(() ->
            assertThat(catalog.loss(topic.name(), topic.partition(0)))
                .hasValueSatisfying(loss -> {
                  assertThat(loss.cause()).isEqualTo(Loss.Cause.RETENTION);
                  assertThat(loss.from()).isEqualTo(2);
                  assertThat(loss.to()).contains(6L);
                }));
        eventually(() ->
            assertThat(ingest.status(topic.name()).partitions())
                .singleElement()
                .satisfies(partition -> assertThat(partition.phase()).isEqualTo("stopped")));
        assertThat(landed(topic).count()).isEqualTo(2);

        catalog.acknowledge(topic.name(), topic.partition(0));
        awaitPosition(topic, 0, 10);
        assertThat(landed(topic).query("SELECT list(\"offset\" ORDER BY \"offset\") FROM raw"))
            .containsExactly("[0, 1, 6, 7, 8, 9]");
      }
    }
  }

  @Test
  void whatIsHeldHereLandsAfterAnotherIngestHasReportedItLost() {
    AtomicBoolean catalogTakesBatches = new AtomicBoolean(true);
    catalog.beforeCommit(commit -> {
      if (!catalogTakesBatches.get()) {
        throw PenstockException.external("catalog-unavailable", "not now");
      }
    });
    try (TestTopic topic = new TestTopic(STACK, 1);
        TestIngest ingest = ingest().start()) {
      catalog.register(topic.source(), DAYS);
      topic.send(0, event(0, 1));
      awaitPosition(topic, 0, 1);
      catalogTakesBatches.set(false);
      topic.send(0, event(1, 1));
      topic.send(0, event(2, 1));
      topic.flush();
      eventually(() -> {
        var partition = ingest.status(topic.name()).partitions().getFirst();
        assertThat(partition.buffered()).contains(3L);
        assertThat(partition.uploading()).isTrue();
      });
      topic.deleteBefore(0, 3);
      catalog.reportTopic(
          topic.name(),
          new TopicReport(
              topic.partition(0).topicId(),
              List.of(new PartitionReport(0, 3, 3, Optional.empty()))));
      assertThat(catalog.loss(topic.name(), topic.partition(0))).isPresent();
      catalogTakesBatches.set(true);

      awaitPosition(topic, 0, 3);
      assertThat(catalog.loss(topic.name(), topic.partition(0))).isEmpty();
      assertThat(catalog.refusals()).isEmpty();
      topic.send(0, event(3, 1));
      awaitPosition(topic, 0, 4);
      assertThat(landed(topic).count()).isEqualTo(4);
    }
  }

  @Test
  void whatWasReadBeforeRetentionTookTheRestStillLands() {
    AtomicBoolean catalogTakesBatches = new AtomicBoolean();
    catalog.beforeCommit(commit -> {
      if (!catalogTakesBatches.get()) {
        throw PenstockException.external("catalog-unavailable", "not now");
      }
    });
    try (TestTopic topic = new TestTopic(STACK, 1);
        TestIngest ingest =
            ingest().with("roll-rows", "2").withKafka("fetch.max.wait.ms", 1).start()) {
      catalog.register(topic.source(), DAYS);
      topic.send(0, event(0, 1));
      topic.flush();
      // One batch is on its way, the next one is full: reading waits.
      eventually(() -> {
        var partition = ingest.status(topic.name()).partitions().getFirst();
        assertThat(partition.uploading()).isTrue();
      });
      for (int n = 1; n < 4; n++) {
        topic.send(0, event(n, 1));
      }
      topic.flush();
      eventually(() -> {
        var partition = ingest.status(topic.name()).partitions().getFirst();
        assertThat(partition.buffered()).contains(4L);
      });
      for (int n = 4; n < 20; n++) {
        topic.send(0, event(n, 1));
      }
      topic.flush();
      topic.deleteBefore(0, 20);
      topic.send(0, event(20, 1));
      topic.flush();
      catalogTakesBatches.set(true);

      eventually(() ->
          assertThat(catalog.loss(topic.name(), topic.partition(0)))
              .hasValueSatisfying(loss -> assertThat(loss.to()).contains(20L)));
      long lostFrom = catalog.loss(topic.name(), topic.partition(0)).orElseThrow().from();
      assertThat(lostFrom).isGreaterThanOrEqualTo(4);
      assertThat(landed(topic).count()).isEqualTo(lostFrom);
    }
  }
}
