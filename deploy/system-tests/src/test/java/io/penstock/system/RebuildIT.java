package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.build.WindowState;
import io.penstock.contracts.catalog.SweepReport;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is built because somebody asks, what is built again, and what is not. */
class RebuildIT {
  private static final byte[] LATE =
      "{\"date\":\"2001/01/02 10:00\",\"delay\":1,\"distance\":1,\"origin\":\"AAA\",\"destination\":\"BBB\"}"
          .getBytes(StandardCharsets.UTF_8);

  private static SystemUnderTest system;
  private static List<byte[]> events;

  @BeforeAll
  static void start() {
    system = SystemUnderTest.shared();
    events = Flights.days(system, 3);
  }

  @Test
  void askingAgainBuildsNothing() {
    try (Flights flights = new Flights(system, "again")) {
      VersionDescription before = flights.produceAll(events).awaitPublished(events.size());

      BuildRequestReceipt receipt = ask(flights);
      awaitAnswer(receipt);

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
      more.add(LATE);

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
  void aLateRowThatIsDroppedIsCountedAndLeftOut() {
    try (Flights flights =
        new Flights(system, "dropped", yaml -> yaml.replace("late: rebuild", "late: drop"))) {
      VersionDescription before = flights.produceAll(events).awaitPublished(events.size());
      List<byte[]> more = new ArrayList<>(events);
      more.add(LATE);

      flights.produce(more);
      flights.awaitLanded(more.size());

      assertThat(flights.windows())
          .extracting(window -> window.ledger().late().count())
          .containsExactly(0L, 1L, 0L);
      assertThat(flights.windows())
          .allSatisfy(window -> assertThat(window.state()).isEqualTo(WindowState.PUBLISHED));
      awaitAnswer(ask(flights));
      assertThat(flights.latest()).isEqualTo(before);
      assertThat(flights.ledger().balanced()).isTrue();
      Flights.assertAudited(system);
    }
  }

  @Test
  void anyTemporalClientAsksForBuildsWithPlainJson() {
    try (Flights flights = new Flights(system, "asked");
        TemporalUser temporal = new TemporalUser(system.stack().temporalAddress())) {
      system.kill(Service.WORKFLOW);
      flights.produceAll(events);
      flights.awaitWindows(3, WindowState.DUE);
      TemporalUser.Running january =
          temporal.requestBuild(
              Map.of("pipeline", flights.name(), "from", "2001-01-01", "to", "2001-02-01"));
      TemporalUser.Running oneDay =
          temporal.requestBuild(
              Map.of("pipeline", flights.name(), "from", "2001-01-02", "to", "2001-01-03"));
      TemporalUser.Running nowhere = temporal.requestBuild(Map.of("pipeline", "nowhere"));
      system.restart(Service.WORKFLOW);

      assertThat(january.result().path("windows").asInt()).isEqualTo(3);
      assertThat(january.result().path("published").asInt()).isEqualTo(3);
      assertThat(january.result().path("open").asInt()).isZero();
      assertThat(january.result().path("version").asLong()).isEqualTo(flights.latest().number());
      assertThat(oneDay.result().path("published").asInt()).isEqualTo(1);
      assertThatThrownBy(nowhere::result)
          .hasRootCauseInstanceOf(ApplicationFailure.class)
          .rootCause()
          .hasMessageContaining("There is no pipeline 'nowhere'");
      assertThat(flights.latest().rows()).isEqualTo(events.size());
    }
  }

  @Test
  void whatRetentionLeavesIsEnoughToBuildEverythingAgain() {
    try (Flights flights = new Flights(system, "retention")) {
      VersionDescription before = flights.produceAll(events).awaitPublished(events.size());
      Map<Window, BuildId> builds = builds(flights);
      system
          .catalog()
          .post(
              SweepReport.class, new Object[0], "retention?dryRun=false&raw=PT0S&quarantine=PT0S");
      system.catalog().post(SweepReport.class, new Object[0], "sweeps?dryRun=false&grace=PT0S");

      // Other bytes, so that every window has to be made again from what is left.
      flights.register(yaml ->
          yaml.replace("orderBy: [event_time, origin, destination]", "orderBy: [destination]"));
      awaitAnswer(ask(flights));

      assertThat(builds(flights)).hasSize(3).doesNotContainValue(first(builds));
      VersionDescription again = flights.latest();
      assertThat(again.number()).isGreaterThan(before.number());
      assertThat(again.contentHash()).isEqualTo(before.contentHash());
      Flights.assertAudited(system);
    }
  }

  private static BuildId first(Map<Window, BuildId> builds) {
    return builds.values().iterator().next();
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

  private static void awaitAnswer(BuildRequestReceipt receipt) {
    await("the request is answered")
        .atMost(Duration.ofSeconds(60))
        .until(() -> request(receipt).open() == 0);
  }

  private static BuildRequestReceipt request(BuildRequestReceipt receipt) {
    return system.catalog().get(BuildRequestReceipt.class, "build-requests/%s", receipt.id());
  }
}
