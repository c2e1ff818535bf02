package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is built again, and what is not. */
class RebuildIT {
  private static SystemUnderTest system;
  private static List<byte[]> events;

  @BeforeAll
  static void start() {
    system = SystemUnderTest.start("rebuild");
    events = Flights.days(system, 3);
  }

  @AfterAll
  static void stop() {
    if (system != null) {
      system.close();
    }
  }

  @Test
  void askingAgainBuildsNothing() {
    try (Flights flights = new Flights(system, "again")) {
      VersionDescription before = flights.produceAll(events).awaitPublished(events.size());

      BuildRequestReceipt receipt = ask(flights);
      await("the request is answered")
          .atMost(Duration.ofSeconds(30))
          .until(() -> request(receipt).open() == 0);

      assertThat(request(receipt).published()).isEqualTo(3);
      assertThat(flights.latest().number()).isEqualTo(before.number());
    }
  }

  @Test
  void aLateRowRebuildsItsWindowOnly() {
    try (Flights flights = new Flights(system, "late-row")) {
      flights.produceAll(events).awaitPublished(events.size());
      Map<Window, BuildId> before = builds(flights);
      List<byte[]> more = new ArrayList<>(events);
      more.add(
          "{\"date\":\"2001/01/02 10:00\",\"delay\":1,\"distance\":1,\"origin\":\"AAA\",\"destination\":\"BBB\"}"
              .getBytes(StandardCharsets.UTF_8));

      flights.produce(more);
      VersionDescription version = flights.awaitPublished(more.size());

      Map<Window, BuildId> after = builds(flights);
      assertThat(version.rows()).isEqualTo(more.size());
      Window second =
          new Window(Instant.parse("2001-01-02T00:00:00Z"), Instant.parse("2001-01-03T00:00:00Z"));
      assertThat(after).hasSize(3);
      assertThat(
              after.entrySet().stream()
                  .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                  .map(Map.Entry::getKey))
          .containsExactly(second);
    }
  }

  @Test
  void everythingDueIsTakenUpAfterTheWholeStackWasKilled() {
    try (Flights flights = new Flights(system, "stack-killed")) {
      flights.produce(events);
      system.stack().kill();
      system.stack().restart();
      flights.produceAll(events);

      VersionDescription version = flights.awaitPublished(events.size());

      assertThat(version.rows()).isEqualTo(events.size());
      assertThat(version.ledger().balanced()).isTrue();
      Flights.assertAudited(system);
    }
  }

  private static Map<Window, BuildId> builds(Flights flights) {
    return flights.windows().stream()
        .collect(Collectors.toMap(WindowDescription::window, w -> w.live().orElseThrow()));
  }

  private static BuildRequestReceipt ask(Flights flights) {
    BuildRequest all = new BuildRequest(Optional.empty(), Optional.empty(), Optional.empty());
    return system
        .catalog()
        .post(BuildRequestReceipt.class, all, "pipelines/%s/builds", flights.name());
  }

  private static BuildRequestReceipt request(BuildRequestReceipt receipt) {
    return system.catalog().get(BuildRequestReceipt.class, "build-requests/%s", receipt.id());
  }
}
