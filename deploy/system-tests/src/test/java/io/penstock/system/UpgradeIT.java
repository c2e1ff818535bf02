package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.build.WindowState;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.stack.FreePorts;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The upgrade of docs/operations.md, to a next release whose builds have a changed step. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeIT {
  /** Of the 20,000 flights, however they come in: what the demo prints. */
  private static final String CONTENT_HASH =
      "a2b2307b0d312c8f3921598d54a57daf0e74dac696b761ede901cfc2ce4b7f97";

  private static final String BEHIND_THE_CHANGED_STEP = "check-output.before-outcome";

  private static final String OLD = Package.CURRENT.release();
  private static final String NEW = Package.NEXT.release();

  private static SystemUnderTest system;
  private static TemporalUser temporal;

  @BeforeAll
  static void start() {
    system = SystemUnderTest.shared();
    temporal = new TemporalUser(system.stack().temporalAddress());
  }

  @AfterAll
  static void stop() {
    if (temporal != null) {
      temporal.close();
    }
  }

  @Test
  @Order(1)
  void goingBackTakesAnEndOfTheWorkflowsThatTookAChangedStep() {
    List<byte[]> events = Flights.days(system, Flights.DAYS);
    // Stops a build after the changed step, which comes before this check.
    ServiceProcess validation = system.armFailpoint(Service.VALIDATION, BEHIND_THE_CHANGED_STEP);
    try (Flights flights = new Flights(system, "back")) {
      system.kill(Service.WORKFLOW);
      system.launch(Service.WORKFLOW, Package.NEXT, Map.of()).awaitReady();
      flights.produceAll(events);
      validation.awaitFailpoint(BEHIND_THE_CHANGED_STEP);
      assertThat(builds(flights).runs()).anyMatch(BuildHistories.Run::changed);

      system.restart(EnumSet.of(Service.WORKFLOW, Service.VALIDATION));
      await("the old release cannot go on", () -> builds(flights).lost().contains(OLD));
      assertThat(flights.windows()).noneMatch(w -> w.state() == WindowState.PUBLISHED);
      temporal.terminate(flights.name());
      VersionDescription version = flights.awaitPublished(events.size());

      assertThat(version.rows()).isEqualTo(events.size());
      assertThat(version.ledger().balanced()).isTrue();
      StoreContents.assertNothingIsLeftBehind(system);
    }
  }

  /** Two replicas of every service; one of each is killed, the other is asked to stop. */
  @Test
  @Order(2)
  void anUpgradeInTwoRoundsLosesAndDoublesNothingWhileEventsComeIn() {
    int secondCatalog = FreePorts.next();
    URI secondUrl = URI.create("http://127.0.0.1:" + secondCatalog);
    try (Balancer catalogs = new Balancer(system.url(Service.CATALOG), secondUrl);
        Flights flights = new Flights(system, "upgraded")) {
      Map<String, String> catalog = Map.of("PENSTOCK_CATALOG_URL", catalogs.url().toString());
      Map<Service, ServiceProcess> old = new EnumMap<>(Service.class);
      for (Service service : Service.values()) {
        int port = service == Service.CATALOG ? secondCatalog : FreePorts.next();
        old.put(service, system.launchAnother(service, port, Package.CURRENT, catalog));
      }
      old.values().forEach(ServiceProcess::awaitReady);

      // The first round: the new release knows the changed step, and does as the old one.
      flights.produce(Flights.before(system, "2001/02"));
      await("a build is under way", () -> temporal.builds(flights.name()));
      Map<Service, ServiceProcess> next = new EnumMap<>(Service.class);
      for (Service service : Service.values()) {
        system.kill(service);
        Map<String, String> settings = new HashMap<>(catalog);
        settings.put("PENSTOCK_WORKFLOW_ADOPT_CHANGES", "false");
        next.put(service, system.launch(service, Package.NEXT, settings));
      }
      next.values().forEach(ServiceProcess::awaitReady);
      flights.produce(Flights.before(system, "2001/03"));
      await(
          "both releases decide in one build",
          () -> builds(flights).runs().stream().anyMatch(run -> run.deciders().size() == 2));
      old.forEach((service, replica) -> assertRelease(service, replica, OLD));
      next.forEach((service, replica) -> assertRelease(service, replica, NEW));
      old.values().parallelStream().forEach(ServiceProcess::terminate);

      // The second round: everybody knows the changed step, so that it may be taken.
      system.launchAnother(Service.WORKFLOW, FreePorts.next(), Package.NEXT, catalog).awaitReady();
      next.get(Service.WORKFLOW).terminate();
      List<byte[]> events = Flights.before(system, "2002");
      VersionDescription version = flights.produceAll(events).awaitPublished(events.size());

      assertThat(version.contentHash().hex()).isEqualTo(CONTENT_HASH);
      assertThat(version.rows()).isEqualTo(20_000);
      assertThat(version.ledger().duplicate().count()).isZero();
      assertThat(version.ledger().balanced()).isTrue();
      assertThat(flights.ledger().balanced()).isTrue();
      StoreContents.assertNothingIsLeftBehind(system);
      assertThat(next.get(Service.INGEST).metrics()).contains("penstock_ingest_records_total{");
      assertBothReleasesBuilt(builds(flights));
    }
  }

  private static void assertBothReleasesBuilt(BuildHistories builds) {
    assertThat(builds.lost()).as("releases that could not go on with a build").isEmpty();
    assertThat(builds.workers("transform")).isEqualTo(Set.of(OLD, NEW));
    assertThat(builds.workers("validation")).isEqualTo(Set.of(OLD, NEW));
    assertThat(builds.runs())
        .as("begun by the old release, ended by the new one")
        .anyMatch(run -> run.deciders().equals(List.of(OLD, NEW)));
    assertThat(builds.runs().stream().filter(BuildHistories.Run::changed))
        .as("with the changed step")
        .isNotEmpty()
        .allMatch(run -> run.deciders().equals(List.of(NEW)));
  }

  private static void assertRelease(Service service, ServiceProcess replica, String release) {
    assertThat(replica.metrics())
        .as("what a replica of %s says it is", service)
        .containsPattern("penstock_release\\{[^}]*release=\"" + release + "\"[^}]*} 1");
  }

  private static BuildHistories builds(Flights flights) {
    return temporal.histories(flights.name());
  }

  private static void await(String what, Callable<Boolean> condition) {
    org.awaitility.Awaitility.await(what)
        .atMost(Duration.ofSeconds(120))
        .ignoreExceptions()
        .until(condition);
  }
}
