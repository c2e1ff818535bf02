package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each service is killed with SIGKILL at the worst moments, three and more, and started again: the
 * content is the same, the ledger balances, and what a dead process left behind is swept.
 */
class FailpointIT {
  private static SystemUnderTest system;
  private static List<byte[]> events;
  private static Sha256 expected;

  @BeforeAll
  static void publishUndisturbed() {
    system = SystemUnderTest.shared();
    events = Flights.days(system, Flights.DAYS);
    expected = Flights.undisturbed(system);
  }

  /** What a case that failed has left stopped or armed is replaced. */
  @BeforeEach
  void mend() {
    system = SystemUnderTest.shared();
  }

  /**
   * In the order in which a run gets there. Several services die in each run, so that what one has
   * left behind is taken up while the next dies, too.
   */
  static Stream<Arguments> kills() {
    return Stream.of(
        arguments(
            List.of(
                new Kill(Service.CATALOG, "catalog.commit.before"),
                new Kill(Service.TRANSFORM, "transform.conform.before-upload"),
                new Kill(Service.VALIDATION, "check-conformed.before-report"),
                new Kill(Service.WORKFLOW, "workflow.before-publish")),
            Set.of()),
        arguments(
            List.of(
                new Kill(Service.CATALOG, "catalog.commit.after"),
                new Kill(Service.TRANSFORM, "transform.conform.after-upload"),
                new Kill(Service.VALIDATION, "check-conformed.before-outcome"),
                new Kill(Service.WORKFLOW, "workflow.after-publish")),
            Set.of()),
        arguments(
            List.of(
                new Kill(Service.INGEST, "ingest.roll.before-upload"),
                new Kill(Service.TRANSFORM, "transform.before-outcome"),
                new Kill(Service.VALIDATION, "check-output.after-outcome"),
                new Kill(Service.CATALOG, "catalog.publish.before-metadata")),
            Set.of()),
        arguments(
            List.of(
                new Kill(Service.INGEST, "ingest.roll.after-upload"),
                new Kill(Service.WORKFLOW, "workflow.after-plan"),
                new Kill(Service.TRANSFORM, "transform.after-outcome"),
                new Kill(Service.CATALOG, "catalog.publish.before-transaction")),
            Set.of("raw/", "datasets/")),
        arguments(
            List.of(
                new Kill(Service.INGEST, "ingest.roll.after-commit"),
                new Kill(Service.CATALOG, "catalog.publish.after-transaction")),
            Set.of()));
  }

  @ParameterizedTest
  @MethodSource("kills")
  void killedServicesLoseAndDoubleNothing(List<Kill> kills, Set<String> orphans) {
    Map<Kill, ServiceProcess> armed = new HashMap<>();
    kills.forEach(kill -> armed.put(kill, system.armFailpoint(kill.service(), kill.failpoint())));

    try (Flights flights = new Flights(system, kills.getFirst().failpoint())) {
      flights.produce(events);
      // A catalog that is about to die over a batch could not be told.
      if (kills.getFirst().service() != Service.CATALOG) {
        flights.complete();
      }
      for (Kill kill : kills) {
        armed.get(kill).awaitFailpoint(kill.failpoint());
        system.restart(kill.service());
        flights.complete();
      }
      VersionDescription version = flights.awaitPublished(events.size());

      assertThat(version.contentHash()).isEqualTo(expected);
      assertThat(version.ledger().balanced()).isTrue();
      assertThat(flights.ledger().balanced()).isTrue();
    }
    List<ObjectKey> swept = StoreContents.assertNothingIsLeftBehind(system);
    assertThat(orphans)
        .allSatisfy(prefix -> assertThat(swept).anyMatch(key -> key.value().startsWith(prefix)));
  }

  /** Where a service is killed. */
  record Kill(Service service, String failpoint) {
    @Override
    public String toString() {
      return failpoint;
    }
  }

  /** With the in-memory Temporal every workflow is forgotten, in the middle of a build. */
  @Test
  void aKilledStackLosesAndDoublesNothing() {
    ServiceProcess process =
        system.armFailpoint(Service.TRANSFORM, "transform.conform.after-upload");
    try (Flights flights = new Flights(system, "stack-killed")) {
      flights.produceAll(events);
      process.awaitFailpoint("transform.conform.after-upload");
      system.stack().kill();
      system.stack().restart();
      system.restart(Service.TRANSFORM);
      VersionDescription version = flights.awaitPublished(events.size());

      assertThat(version.contentHash()).isEqualTo(expected);
      assertThat(version.ledger().balanced()).isTrue();
      assertThat(flights.ledger().balanced()).isTrue();
    }
    StoreContents.assertNothingIsLeftBehind(system);
  }
}
