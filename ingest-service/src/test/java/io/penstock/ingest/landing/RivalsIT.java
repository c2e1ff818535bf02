package io.penstock.ingest.landing;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.ingest.testing.LandingTest;
import io.penstock.ingest.testing.TestIngest;
import io.penstock.ingest.testing.TestTopic;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several write at once, or one does so twice; each record still lands once. */
class RivalsIT extends LandingTest {

  @Test
  void aCommitWhoseAnswerWasLostIsRepeatedAndAccepted() {
    AtomicInteger lost = new AtomicInteger();
    catalog.afterCommit(commit -> {
      if (lost.incrementAndGet() <= 2) {
        throw PenstockException.external("catalog-unavailable", "the answer is lost");
      }
    });
    try (TestTopic topic = new TestTopic(STACK, 1);
        TestIngest ingest = ingest().start()) {
      catalog.register(topic.source(), DAYS);
      topic.send(0, event(1, 1));
      eventually(() -> assertThat(lost.get()).isEqualTo(3));
      topic.send(0, event(2, 1));
      awaitPosition(topic, 0, 2);

      assertThat(payloads(topic)).containsExactly(event(1, 1), event(2, 1));
      assertThat(catalog.batches(topic.name())).hasSize(2);
      assertThat(catalog.refusals()).isEmpty();
    }
  }

  @Test
  void aZombieIsRefusedAndLandsNothingTwice() {
    try (TestTopic topic = new TestTopic(STACK, 1)) {
      catalog.register(topic.source(), DAYS);
      SuspendableClock clock = new SuspendableClock();
      CountDownLatch zombieCommits = new CountDownLatch(1);
      CountDownLatch othersAreDone = new CountDownLatch(1);
      AtomicBoolean first = new AtomicBoolean(true);
      catalog.beforeCommit(commit -> {
        if (commit.from() == 0 && first.compareAndSet(true, false)) {
          zombieCommits.countDown();
          awaitQuietly(othersAreDone);
        }
      });
      try (TestIngest zombie =
          ingest().with(clock).withKafka("max.poll.interval.ms", 6_000).start()) {
        topic.send(0, event(1, 1));
        topic.flush();
        awaitQuietly(zombieCommits);
        // Its commit is on its way, and it stands still like a process that was suspended.
        clock.suspend();
        topic.send(0, event(2, 1));
        topic.flush();
        try (TestIngest heir = ingest().start()) {
          awaitPosition(topic, 0, 2);
          othersAreDone.countDown();
          eventually(() -> assertThat(catalog.refusals()).contains("conflict-position"));
          clock.resume();
          topic.send(0, event(3, 1));
          awaitPosition(topic, 0, 3);
        }
        topic.send(0, event(4, 1));
        awaitPosition(topic, 0, 4);
      } finally {
        othersAreDone.countDown();
        clock.resume();
      }
      assertContiguous(topic, topic.partition(0), 0);
      assertThat(payloads(topic))
          .containsExactly(event(1, 1), event(2, 1), event(3, 1), event(4, 1));
    }
  }

  @Test
  void severalShareTheWorkAndTakeItOver() {
    try (TestTopic topic = new TestTopic(STACK, 4)) {
      catalog.register(topic.source(), DAYS);
      int sent = 0;
      try (TestIngest first = ingest().with("roll-rows", "50").start()) {
        sent = send(topic, sent, 2_000);
        try (TestIngest second = ingest().with("roll-rows", "50").start()) {
          eventually(() -> {
            assertThat(first.status(topic.name()).partitions()).hasSize(2);
            assertThat(second.status(topic.name()).partitions()).hasSize(2);
          });
          sent = send(topic, sent, 2_000);
        }
        sent = send(topic, sent, 2_000);
        for (int partition = 0; partition < 4; partition++) {
          awaitPosition(topic, partition, 1_500);
        }
      }
      for (int partition = 0; partition < 4; partition++) {
        assertContiguous(topic, topic.partition(partition), 0);
      }
      assertThat(
              landed(topic)
                  .query("SELECT count(*), count(DISTINCT decode(payload)::JSON->>'n') FROM raw"))
          .containsExactly("6000 6000");
    }
  }

  private static int send(TestTopic topic, int from, int count) {
    for (int n = from; n < from + count; n++) {
      topic.send(n % 4, event(n, 1));
    }
    topic.flush();
    return from + count;
  }

  @Test
  void anObjectThatWasSweptIsWrittenAgainUnderAnotherKey() {
    AtomicBoolean first = new AtomicBoolean(true);
    catalog.beforeCommit(commit -> {
      if (first.compareAndSet(true, false)) {
        catalog.sweep(commit.object().key().value());
      }
    });
    try (TestTopic topic = new TestTopic(STACK, 1);
        TestIngest ingest = ingest().start()) {
      catalog.register(topic.source(), DAYS);
      topic.send(0, event(1, 1));
      awaitPosition(topic, 0, 1);

      assertThat(catalog.refusals()).containsExactly("conflict-swept");
      assertThat(payloads(topic)).containsExactly(event(1, 1));
    }
  }

  @Test
  void aCatalogThatIsAwayIsWaitedFor() {
    try (TestTopic topic = new TestTopic(STACK, 1);
        TestIngest ingest = ingest().start()) {
      catalog.register(topic.source(), DAYS);
      topic.send(0, event(1, 1));
      awaitPosition(topic, 0, 1);
      catalog.down(true);
      topic.send(0, event(2, 1));
      topic.flush();
      eventually(() -> {
        assertThat(ingest.sources().trouble()).contains("catalog-unavailable: down");
        assertThat(ingest.status(topic.name()).partitions().getFirst().lastError())
            .contains("catalog-unavailable: down");
      });
      catalog.down(false);
      awaitPosition(topic, 0, 2);
      eventually(() -> {
        assertThat(ingest.sources().trouble()).isEmpty();
        assertThat(ingest.status(topic.name()).partitions().getFirst().lastError()).isEmpty();
      });
      assertThat(catalog.batches(topic.name())).hasSize(2);
    }
  }

  @Test
  void offsetsAreCommittedToKafkaForThoseWhoWatchTheLag() {
    try (TestTopic topic = new TestTopic(STACK, 1);
        TestIngest ingest = ingest().start()) {
      catalog.register(topic.source(), DAYS);
      topic.send(0, event(1, 1));
      awaitPosition(topic, 0, 1);
      eventually(() ->
          assertThat(topic.groupOffsets("penstock-" + topic.name())).isEqualTo(Map.of(0, 1L)));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A clock that stops whoever asks it while it is suspended. */
  private static final class SuspendableClock extends Clock {
    private CountDownLatch running = new CountDownLatch(0);

    synchronized void suspend() {
      running = new CountDownLatch(1);
    }

    synchronized void resume() {
      running.countDown();
    }

    private synchronized CountDownLatch running() {
      return running;
    }

    @Override
    public Instant instant() {
      awaitQuietly(running());
      return Instant.now();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
