package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.source.RowStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
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
    system = SystemUnderTest.start("publish");
    events = Flights.days(system, DAYS);
    try (Flights flights = new Flights(system, "reference")) {
      reference = flights.produceAll(events).awaitPublished(events.size());
    }
  }

  @AfterAll
  static void stop() {
    if (system != null) {
      system.close();
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
