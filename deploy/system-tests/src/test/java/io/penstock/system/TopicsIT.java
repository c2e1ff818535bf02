package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.source.BatchDescription;
import io.penstock.contracts.source.Loss;
import io.penstock.contracts.source.PartitionLoss;
import io.penstock.contracts.source.PartitionState;
import io.penstock.system.Launcher.Ended;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Topics change under the reader, and what is published says so. */
class TopicsIT {
  private static SystemUnderTest system;
  private static List<byte[]> events;
  private static Sha256 expected;

  @BeforeAll
  static void publishTheReference() {
    system = SystemUnderTest.shared();
    events = Flights.days(system, Flights.DAYS);
    expected = Flights.undisturbed(system);
  }

  @Test
  void committedTransactionsArePublishedAndAbortedOnesAreGaps() {
    List<byte[]> aborted = List.of(flight("2001/01/02 10:00"), flight("2001/01/03 10:00"));
    int half = events.size() / 2;
    try (Flights flights = new Flights(system, "transactions", 1, UnaryOperator.identity());
        TopicChanges topic = new TopicChanges(system, flights.name())) {
      topic.sendInTransaction(events.subList(0, half), true);
      topic.sendInTransaction(aborted, false);
      topic.sendInTransaction(events.subList(half, events.size()), true);
      topic.sendInTransaction(aborted, false);
      flights.complete();

      VersionDescription version = flights.awaitPublished(events.size());

      assertThat(version.contentHash()).isEqualTo(expected);
      assertThat(version.ledger().balanced()).isTrue();
      // Two records and a marker for each that was aborted, a marker for each that was committed.
      await("the end of the log is landed")
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(gaps(flights)).isEqualTo(2 * 3 + 2));
      Flights.assertAudited(system);
    }
  }

  @Test
  void topicPartitionsThatAreAddedAreReadFromTheirStart() {
    int half = events.size() / 2;
    int quarter = half + half / 2;
    try (Flights flights = new Flights(system, "grown", 1, UnaryOperator.identity());
        TopicChanges topic = new TopicChanges(system, flights.name())) {
      topic.send(0, events.subList(0, half));
      flights.awaitLanded(half);

      topic.growTo(3);
      topic.send(1, events.subList(half, quarter));
      topic.send(2, events.subList(quarter, events.size()));
      flights.complete();
      VersionDescription version = flights.awaitPublished(events.size());

      assertThat(version.contentHash()).isEqualTo(expected);
      assertThat(flights.ledger().losses()).isEmpty();
      Flights.assertAudited(system);
    }
  }

  @Test
  void aTopicThatIsCreatedAgainIsReadOnceItsLossIsAccepted() {
    int half = events.size() / 2;
    try (Flights flights = new Flights(system, "recreated");
        TopicChanges topic = new TopicChanges(system, flights.name())) {
      flights.produce(events.subList(0, half));
      flights.awaitLanded(half);

      topic.createAgain(Flights.TOPIC_PARTITIONS);
      topic.send(0, events.subList(half, events.size()));
      List<PartitionLoss> losses = awaitLosses(flights, Flights.TOPIC_PARTITIONS);

      assertThat(losses)
          .allSatisfy(
              loss -> assertThat(loss.loss().cause()).isEqualTo(Loss.Cause.TOPIC_RECREATED));
      assertThat(flights.ledger().landed().count()).isEqualTo(half);
      losses.forEach(loss -> accept(flights, loss));
      flights.complete();
      assertThat(flights.awaitPublished(events.size()).contentHash()).isEqualTo(expected);
      assertThat(flights.ledger().losses())
          .hasSize(Flights.TOPIC_PARTITIONS)
          .allSatisfy(loss -> assertThat(loss.acknowledgedAt()).isPresent());
      Flights.assertAudited(system);
    }
  }

  @Test
  void whatRetentionTookStandsInTheLedgerOnceItIsAccepted() {
    List<byte[]> first = events.subList(0, 100);
    List<byte[]> lost = events.subList(100, 130);
    List<byte[]> rest = events.subList(130, events.size());
    try (Flights flights = new Flights(system, "retained");
        TopicChanges topic = new TopicChanges(system, flights.name())) {
      topic.send(0, first);
      flights.awaitLanded(100);
      system.kill(Service.INGEST);
      topic.send(0, lost);
      topic.send(0, rest.subList(0, 200));
      topic.send(1, rest.subList(200, rest.size()));
      topic.deleteBefore(0, 130);
      system.restart(Service.INGEST);

      PartitionLoss loss = awaitLosses(flights, 1).getFirst();
      assertThat(loss.loss().cause()).isEqualTo(Loss.Cause.RETENTION);
      assertThat(loss.loss().from()).isEqualTo(100);
      assertThat(loss.loss().to()).contains(130L);
      // The other topic-partition goes on, this one has stopped.
      flights.awaitLanded(100 + rest.size() - 200);

      Launcher operator =
          new Launcher("operator")
              .with("PENSTOCK_CATALOG_URL", system.url(Service.CATALOG).toString());
      Ended open = operator.run("losses", flights.name());
      assertThat(open.exit()).isEqualTo(1);
      assertThat(open.out()).contains("retention", "100", "130");
      assertThat(operator.run("losses", flights.name(), "--accept").exit()).isZero();
      assertThat(operator.run("losses", flights.name()).exit()).isZero();
      flights.complete();
      VersionDescription version = flights.awaitPublished(events.size() - lost.size());

      assertThat(version.rows()).isEqualTo(events.size() - lost.size());
      assertThat(version.ledger().balanced()).isTrue();
      assertThat(flights.ledger().losses())
          .singleElement()
          .satisfies(stated -> {
            assertThat(stated.from()).isEqualTo(100);
            assertThat(stated.to()).contains(130L);
            assertThat(stated.acknowledgedAt()).isPresent();
          });
      Flights.assertAudited(system);
    }
  }

  private static List<PartitionLoss> awaitLosses(Flights flights, int count) {
    List<PartitionLoss> losses = new ArrayList<>();
    await("%d topic-partitions of %s have stopped".formatted(count, flights.name()))
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          losses.clear();
          losses.addAll(
              system.catalog().list(PartitionLoss.class, "sources/%s/losses", flights.name()));
          return losses.size() == count;
        });
    assertThat(losses).allSatisfy(loss -> assertThat(loss.loss().acknowledgedAt()).isEmpty());
    return losses;
  }

  private static void accept(Flights flights, PartitionLoss loss) {
    TopicPartition partition = loss.partition();
    system
        .catalog()
        .post(PartitionState.class, partition, "sources/%s/losses/acknowledge", flights.name());
  }

  /** Positions that are landed without a row. */
  private static long gaps(Flights flights) {
    return system
        .catalog()
        .list(BatchDescription.class, "sources/%s/batches", flights.name())
        .stream()
        .mapToLong(batch -> batch.to() - batch.from() - batch.landed().count())
        .sum();
  }

  private static byte[] flight(String date) {
    return "{\"date\":\"%s\",\"delay\":1,\"distance\":1,\"origin\":\"AAA\",\"destination\":\"BBB\"}"
        .formatted(date)
        .getBytes(StandardCharsets.UTF_8);
  }
}
