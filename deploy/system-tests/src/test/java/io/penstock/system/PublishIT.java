package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.build.WindowState;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.source.RowStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What goes in comes out, once, whatever its order and company. */
class PublishIT {
  private static final int DAYS = 4;

  private static SystemUnderTest system;
  private static List<byte[]> events;
  private static VersionDescription reference;

  @BeforeAll
  static void publishTheReference() {
    system = SystemUnderTest.shared();
    events = Flights.days(system, DAYS);
    // A source may have the name of a service.
    try (Flights flights = new Flights(system, "workflow")) {
      reference = flights.produceAll(events).awaitPublished(events.size());
    }
  }

  @Test
  void everyRowIsPublishedOnce() {
    assertThat(reference.rows()).isEqualTo(events.size());
    assertThat(reference.windows()).isEqualTo(DAYS);
    assertThat(reference.ledger().balanced()).isTrue();
    assertThat(reference.ledger().published().orElseThrow().count()).isEqualTo(events.size());
  }

  @Test
  void documentedMetricsAreExportedByTheServicesThatTheyAreOf() {
    await("every documented metric")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(DocumentedMetrics.missing(system)).isEmpty());
  }

  @Test
  void shuffledEventsGiveTheSameContent() {
    List<byte[]> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(7));

    try (Flights flights = new Flights(system, "shuffled")) {
      VersionDescription version = flights.produceAll(shuffled).awaitPublished(events.size());

      assertThat(version.contentHash()).isEqualTo(reference.contentHash());
    }
  }

  @Test
  void eventsProducedTwiceAreNamedDuplicates() {
    List<byte[]> twice = new ArrayList<>(events);
    twice.addAll(events);

    try (Flights flights = new Flights(system, "twice")) {
      VersionDescription version = flights.produceAll(twice).awaitPublished(2L * events.size());

      assertThat(version.contentHash()).isEqualTo(reference.contentHash());
      assertThat(version.ledger().duplicate().count()).isEqualTo(events.size());
      assertThat(version.ledger().balanced()).isTrue();
    }
  }

  @Test
  void malformedEventsAreNamedAndStopNothing() {
    List<byte[]> mixed = new ArrayList<>();
    int malformed = 0;
    for (int i = 0; i < events.size(); i++) {
      mixed.add(events.get(i));
      if (i % 100 == 0) {
        mixed.add("{\"date\":\"2001/01/01 00:0".getBytes(StandardCharsets.UTF_8));
        malformed++;
      }
    }

    try (Flights flights = new Flights(system, "malformed")) {
      VersionDescription version = flights.produceAll(mixed).awaitPublished(mixed.size());

      assertThat(version.contentHash()).isEqualTo(reference.contentHash());
      assertThat(flights.ledger().unplaced().get(RowStatus.MALFORMED).count()).isEqualTo(malformed);
      assertThat(flights.ledger().balanced()).isTrue();
    }
  }

  @Test
  void whateverComesInLandsIsNamedAndStopsNothing() {
    List<byte[]> bad =
        List.of(
            bytes("not json"),
            bytes("[1, 2]"),
            bytes(""),
            new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'},
            bytes(
                "{\"date\":\"2001/01/02 10:00\",\"deep\":"
                    + "[".repeat(5000)
                    + "]".repeat(5000)
                    + "}"),
            bytes("{\"delay\":1}"),
            bytes("{\"date\":\"2999/01/01 00:00\",\"delay\":1}"),
            bytes("{\"date\":\"yesterday\"}"));
    // These have their place in a window and do not fit the schema.
    List<byte[]> misfits =
        List.of(
            flight("1e400"),
            flight("99999999999999999999"),
            bytes(
                "{\"date\":\"2001/01/02 10:00\",\"delay\":1,\"distance\":1,\"origin\":7,\"destination\":\""
                    + "x".repeat(1 << 20)
                    + "\"}"));
    List<byte[]> mixed = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      mixed.add(events.get(i));
      if (i < bad.size()) {
        mixed.add(bad.get(i));
      } else if (i < bad.size() + misfits.size()) {
        mixed.add(misfits.get(i - bad.size()));
      }
    }

    try (Flights flights = new Flights(system, "whatever")) {
      // A tombstone.
      mixed.add(null);
      VersionDescription version = flights.produceAll(mixed).awaitPublished(mixed.size());

      assertThat(version.contentHash()).isEqualTo(reference.contentHash());
      assertThat(version.ledger().schemaFailed().count()).isEqualTo(misfits.size());
      assertThat(flights.ledger().unplacedTotal().count()).isEqualTo(bad.size() + 1);
      assertThat(flights.ledger().unplaced())
          .containsOnlyKeys(RowStatus.MALFORMED, RowStatus.NO_TIME, RowStatus.IMPLAUSIBLE_TIME);
      assertThat(version.ledger().balanced()).isTrue();
      assertThat(flights.ledger().balanced()).isTrue();
    }
  }

  @Test
  void aStreamWithoutEndIsPublishedAsItsWatermarkPasses() {
    try (Flights flights =
            new Flights(
                system,
                "endless",
                yaml -> yaml.replace("idleTimeout: PT30S", "idleTimeout: PT3S"));
        TopicChanges topic = new TopicChanges(system, flights.name())) {
      // The other topic-partition never has a record: it holds the watermark until it is idle.
      topic.send(0, events);
      flights.awaitLanded(events.size());
      await("every window is published that the watermark has passed")
          .atMost(Duration.ofSeconds(120))
          .ignoreExceptions()
          .until(() -> count(flights, WindowState.PUBLISHED) == DAYS - 1);

      assertThat(count(flights, WindowState.OPEN)).isEqualTo(1);
      VersionDescription version = flights.latest();
      assertThat(version.windows()).isEqualTo(DAYS - 1);
      assertThat(version.rows()).isEqualTo(Flights.days(system, DAYS - 1).size());
      assertThat(version.ledger().balanced()).isTrue();
    }
  }

  private static long count(Flights flights, WindowState state) {
    return flights.windows().stream().filter(window -> window.state() == state).count();
  }

  private static byte[] flight(String delay) {
    return bytes(
        "{\"date\":\"2001/01/02 10:00\",\"delay\":%s,\"distance\":1,\"origin\":\"AAA\",\"destination\":\"BBB\"}"
            .formatted(delay));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void rowsThatDoNotFitTheSchemaAreNamed() {
    List<byte[]> mixed = new ArrayList<>(events);
    mixed.add(
        "{\"date\":\"2001/01/02 10:00\",\"delay\":\"late\",\"distance\":1,\"origin\":\"AAA\",\"destination\":\"BBB\"}"
            .getBytes(StandardCharsets.UTF_8));

    try (Flights flights = new Flights(system, "misfit")) {
      VersionDescription version = flights.produceAll(mixed).awaitPublished(mixed.size());

      assertThat(version.contentHash()).isEqualTo(reference.contentHash());
      assertThat(version.ledger().schemaFailed().count()).isEqualTo(1);
      assertThat(version.ledger().balanced()).isTrue();
    }
  }

  @Test
  void groupingAndParallelismChangeNoContent() {
    system.restart(
        Service.WORKFLOW,
        Map.of(
            "PENSTOCK_WORKFLOW_WINDOWS_PER_BUILD", "1",
            "PENSTOCK_WORKFLOW_WINDOWS_IN_PARALLEL", "1"));
    system.restart(Service.TRANSFORM, Map.of("PENSTOCK_ENGINE_THREADS", "1"));
    try (Flights flights = new Flights(system, "one-by-one")) {
      VersionDescription version = flights.produceAll(events).awaitPublished(events.size());

      assertThat(version.number()).as("a version for each window").isEqualTo(DAYS);
      assertThat(version.contentHash()).isEqualTo(reference.contentHash());
      assertThat(version.ledger().balanced()).isTrue();
    } finally {
      system.restart(EnumSet.of(Service.WORKFLOW, Service.TRANSFORM));
    }
  }

  @Test
  void aPlainDuckDbCountsWhatTheLedgerSays() {
    try (Flights flights = new Flights(system, "counted")) {
      VersionDescription version = flights.produceAll(events).awaitPublished(events.size());

      assertThat(flights.query("SELECT count(*) FROM rows").values())
          .containsExactly(List.of(Long.toString(version.rows())));
      assertThat(flights.query("SELECT count(*) FROM rows WHERE delayed <> (delay > 15)").values())
          .containsExactly(List.of("0"));
    }
  }

  @Test
  void icebergCountsWhatTheLedgerSays() {
    IcebergCount count = IcebergCount.read(system.store(), reference);

    assertThat(count.rows()).isEqualTo(reference.rows());
    assertThat(count.files()).isEqualTo(reference.files());
  }

  @Test
  void everyInvariantHoldsInDatabaseAndStore() {
    Flights.assertAudited(system);
  }
}
