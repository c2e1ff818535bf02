package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.catalog.SweepReport;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.id.Sha256;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each service is killed with SIGKILL at the worst moments and started again: the content is the
 * same, the ledger balances, and what a dead process left behind is swept.
 */
class FailpointIT {
  private static final int DAYS = 3;

  private static SystemUnderTest system;
  private static List<byte[]> events;
  private static Sha256 expected;

  @BeforeAll
  static void publishUndisturbed() {
    system = SystemUnderTest.start("failpoints");
    events = Flights.days(system, DAYS);
    try (Flights flights = new Flights(system, "undisturbed")) {
      expected = flights.produceAll(events).awaitPublished(events.size()).contentHash();
    }
  }

  @AfterAll
  static void stop() {
    if (system != null) {
      system.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "INGEST, ingest.roll.before-upload",
    "INGEST, ingest.roll.after-upload",
    "INGEST, ingest.roll.after-commit",
    "CATALOG, catalog.commit.before",
    "CATALOG, catalog.commit.after",
    "CATALOG, catalog.publish.before-metadata",
    "CATALOG, catalog.publish.before-transaction",
    "CATALOG, catalog.publish.after-transaction",
    "TRANSFORM, transform.conform.before-upload",
    "TRANSFORM, transform.conform.after-upload",
    "TRANSFORM, transform.before-outcome",
    "TRANSFORM, transform.after-outcome",
    "VALIDATION, check-conformed.before-report",
    "VALIDATION, check-conformed.before-outcome",
    "VALIDATION, check-output.after-outcome",
    "WORKFLOW, workflow.after-plan",
    "WORKFLOW, workflow.before-publish",
    "WORKFLOW, workflow.after-publish",
  })
  void aKilledServiceLosesAndDoublesNothing(Service service, String failpoint) {
    ServiceProcess process = system.restartWithFailpoint(service, failpoint);

    try (Flights flights = new Flights(system, failpoint.toLowerCase(Locale.ROOT))) {
      flights.produce(events);
      if (service != Service.CATALOG) {
        flights.complete();
      }
      process.awaitFailpoint(failpoint);
      system.restart(service);
      flights.complete();
      VersionDescription version = flights.awaitPublished(events.size());

      assertThat(version.contentHash()).isEqualTo(expected);
      assertThat(version.ledger().balanced()).isTrue();
      assertThat(flights.ledger().balanced()).isTrue();
    }
    assertNothingIsLeftBehind();
  }

  /** A sweep leaves what is referenced, and a second one finds nothing more. */
  private static void assertNothingIsLeftBehind() {
    system.catalog().post(SweepReport.class, new Object[0], "sweeps?dryRun=false&grace=PT0S");
    SweepReport again =
        system.catalog().post(SweepReport.class, new Object[0], "sweeps?dryRun=true&grace=PT0S");
    assertThat(again.swept()).isEmpty();
    Flights.assertAudited(system);
  }
}
