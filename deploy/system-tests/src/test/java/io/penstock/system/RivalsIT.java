package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.build.WindowState;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two do the same thing at the same time, or one does what another has done better since. */
class RivalsIT {
  private static final byte[] ONE_MORE =
      "{\"date\":\"2001/01/02 10:00\",\"delay\":1,\"distance\":1,\"origin\":\"AAA\",\"destination\":\"BBB\"}"
          .getBytes(StandardCharsets.UTF_8);

  private static SystemUnderTest system;
  private static TemporalUser temporal;
  private static List<byte[]> events;
  private static Sha256 expected;

  @BeforeAll
  static void publishTheReference() {
    system = SystemUnderTest.shared();
    temporal = new TemporalUser(system.stack().temporalAddress());
    events = Flights.days(system, Flights.DAYS);
    expected = Flights.undisturbed(system);
  }

  @AfterAll
  static void stop() {
    if (temporal != null) {
      temporal.close();
    }
  }

  @Test
  void anIngestThatWakesUpAfterItWasReplacedLandsNothingTwice() {
    int half = events.size() / 2;
    try (Flights flights = new Flights(system, "zombie");
        CatalogProxy network = new CatalogProxy(system.url(Service.CATALOG))) {
      ServiceProcess zombie =
          system.restart(Service.INGEST, Map.of("PENSTOCK_CATALOG_URL", network.url().toString()));
      network.hold();
      flights.produce(events.subList(0, half));
      await("a commit is on its way")
          .atMost(Duration.ofSeconds(60))
          .until(() -> network.held() > 0);
      zombie.suspend();
      ServiceProcess heir = system.startAnother(Service.INGEST);
      flights.awaitLanded(half);

      network.release();
      await("the zombie's commit is answered")
          .atMost(Duration.ofSeconds(30))
          .until(() -> !network.answers().isEmpty());
      assertThat(network.answers().getFirst()).contains("conflict-position");
      zombie.resume();
      flights.produceAll(events);
      heir.kill();
      VersionDescription version = flights.awaitPublished(events.size());

      assertThat(version.contentHash()).isEqualTo(expected);
      assertThat(flights.ledger().balanced()).isTrue();
      Flights.assertAudited(system);
    } finally {
      system.restart(Service.INGEST);
    }
  }

  @Test
  void aCommitWhoseAnswerIsLostIsRepeatedAndCountsOnce() {
    try (Flights flights = new Flights(system, "answer-lost");
        CatalogProxy network = new CatalogProxy(system.url(Service.CATALOG))) {
      system.restart(Service.INGEST, Map.of("PENSTOCK_CATALOG_URL", network.url().toString()));
      network.loseAnswers(2);
      VersionDescription version = flights.produceAll(events).awaitPublished(events.size());

      assertThat(network.answers()).anyMatch(answer -> answer.contains("\"repeated\":true"));
      assertThat(version.contentHash()).isEqualTo(expected);
      assertThat(version.ledger().duplicate().count()).isZero();
      Flights.assertAudited(system);
    } finally {
      system.restart(Service.INGEST);
    }
  }

  @Test
  void buildsOfOnePlanAtTheSameTimePublishOneVersion() {
    try (Flights flights = new Flights(system, "same-plan")) {
      system.kill(Service.WORKFLOW);
      flights.produceAll(events);
      flights.awaitWindows(3, WindowState.DUE);
      JsonNode plan = plan(flights);
      assertThat(plan).hasSize(3);
      TemporalUser.Running one = temporal.build(flights.name(), plan);
      TemporalUser.Running two = temporal.build(flights.name(), plan);
      // Processes that share no memory, so that both may work on one step.
      ServiceProcess transform = system.launchAnother(Service.TRANSFORM);
      ServiceProcess validation = system.launchAnother(Service.VALIDATION);
      transform.awaitReady();
      validation.awaitReady();

      system.restart(Service.WORKFLOW);

      assertThat(List.of(one.result(), two.result()))
          .allSatisfy(report -> {
            assertThat(report.path("published").asInt()).isEqualTo(3);
            assertThat(report.path("version").asLong()).isEqualTo(1);
          });
      VersionDescription version = flights.awaitPublished(events.size());
      assertThat(version.number()).isEqualTo(1);
      assertThat(version.contentHash()).isEqualTo(expected);
      StoreContents.assertNothingIsLeftBehind(system);
      transform.kill();
      validation.kill();
    }
  }

  @Test
  void aSlowBuildDoesNotUndoANewerOne() {
    List<byte[]> more = new ArrayList<>(events);
    more.add(ONE_MORE);
    try (Flights flights = new Flights(system, "slow-build")) {
      system.kill(Service.WORKFLOW);
      flights.produceAll(events);
      flights.awaitWindows(3, WindowState.DUE);
      JsonNode slow = plan(flights);
      flights.produce(more);
      flights.awaitLanded(more.size());
      system.restart(Service.WORKFLOW);
      VersionDescription newer = flights.awaitPublished(more.size());
      assertThat(newer.rows()).isEqualTo(more.size());

      JsonNode report = temporal.build(flights.name(), slow).result();

      assertThat(report.path("published").asInt()).as("the windows that stayed").isEqualTo(2);
      assertThat(report.path("replan").asInt()).as("the window that moved on").isEqualTo(1);
      assertThat(flights.latest()).isEqualTo(newer);
      assertThat(flights.query("SELECT count(*) FROM rows").values())
          .containsExactly(List.of(Integer.toString(more.size())));
      StoreContents.assertNothingIsLeftBehind(system);
    }
  }

  private static JsonNode plan(Flights flights) {
    return system
        .catalog()
        .post(JsonNode.class, new Object[0], "pipelines/%s/plans", flights.name());
  }
}
