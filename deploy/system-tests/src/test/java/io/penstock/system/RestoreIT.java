package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.build.WindowState;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.dataset.VersionFile;
import io.penstock.contracts.layout.ObjectKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The drill: a backup is taken of a system at work, everything but Kafka is lost, and comes back.
 */
class RestoreIT {
  @TempDir Path folder;

  @Test
  void aSystemComesBackAsItWasAndCatchesUp() throws Exception {
    try (SystemUnderTest system = SystemUnderTest.startOnRuntimeImage("restore");
        Flights flights = new Flights(system, "restored")) {
      List<byte[]> events = Flights.days(system, 4);
      int two = Flights.days(system, 2).size();
      int three = Flights.days(system, 3).size();
      VersionDescription saved = flights.produceAll(events.subList(0, two)).awaitPublished(two);
      // The third day is landed and known when the tables are dumped, and built while objects are
      // copied.
      system.kill(Service.WORKFLOW);
      flights.produceAll(events.subList(0, three)).awaitLanded(three);
      awaitDue(flights);

      Backup backup = new Backup(system, folder);
      backup.dumpTables();
      // Keys before those of outcomes are copied before anything of the third day is there.
      backup.copyObjects("datasets/", key -> true);
      system.restart(Service.WORKFLOW);
      flights.awaitPublished(three);
      Map<ObjectKey, Long> thirdDay = files(system, flights);
      VersionDescription lost = flights.produceAll(events).awaitPublished(events.size());
      backup.copyObjects("", key -> !key.value().startsWith("datasets/"));
      backup.copyObjects("", key -> !key.value().endsWith("/_outcome.json"));

      for (Service service : Service.values()) {
        system.kill(service);
      }
      backup.destroy();
      // A Temporal that knows nothing, a Kafka that has everything.
      system.stack().kill();
      system.stack().restart();
      system.restart(Service.CATALOG);
      system.kill(Service.CATALOG);
      backup.restoreTables();
      backup.restoreObjects();

      system.restart(Service.CATALOG);
      assertThat(flights.latest()).isEqualTo(saved);
      assertThat(flights.query("SELECT count(*) FROM rows").values())
          .containsExactly(List.of(Long.toString(saved.rows())));
      Flights.assertAudited(system);

      system.restart(EnumSet.complementOf(EnumSet.of(Service.CATALOG)));
      // Of the end of the topic the restored catalog knows what it knew then.
      flights.complete();
      VersionDescription again = flights.awaitPublished(events.size());

      assertThat(again.contentHash()).isEqualTo(lost.contentHash());
      assertThat(again.rows()).isEqualTo(events.size());
      assertThat(again.ledger().balanced()).isTrue();
      assertThat(flights.ledger().balanced()).isTrue();
      assertThat(flights.ledger().landed().count()).isEqualTo(events.size());
      // What is built again from batches that the backup has is the same, to the byte: keys end in
      // hashes.
      assertThat(files(system, flights)).containsAllEntriesOf(thirdDay);
      StoreContents.assertNothingIsLeftBehind(system);
    }
  }

  private static void awaitDue(Flights flights) {
    await("the third day is due")
        .atMost(Duration.ofSeconds(120))
        .ignoreExceptions()
        .untilAsserted(() ->
            assertThat(flights.windows())
                .extracting(window -> window.state())
                .containsExactly(WindowState.PUBLISHED, WindowState.PUBLISHED, WindowState.DUE));
  }

  /** The data files of the newest version and their lengths. */
  private static Map<ObjectKey, Long> files(SystemUnderTest system, Flights flights) {
    Map<ObjectKey, Long> files = new TreeMap<>();
    system
        .catalog()
        .list(VersionFile.class, "datasets/%s/versions/latest/files", flights.name())
        .forEach(file -> files.put(file.file().object().key(), file.file().object().bytes()));
    return files;
  }
}
