package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each service is killed with SIGKILL at the worst moments and started again: the content is the
 * same, the ledger balances, and what a dead process left behind is swept.
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

  @ParameterizedTest
  @CsvSource({
    "INGEST, ingest.roll.before-upload,",
    "INGEST, ingest.roll.after-upload, raw/",
    "INGEST, ingest.roll.after-commit,",
    "CATALOG, catalog.commit.before,",
    "CATALOG, catalog.commit.after,",
    "CATALOG, catalog.publish.before-metadata,",
    "CATALOG, catalog.publish.before-transaction, datasets/",
    "CATALOG, catalog.publish.after-transaction,",
    "TRANSFORM, transform.conform.before-upload,",
    "TRANSFORM, transform.conform.after-upload,",
    "TRANSFORM, transform.before-outcome,",
    "TRANSFORM, transform.after-outcome,",
    "VALIDATION, check-conformed.before-report,",
    "VALIDATION, check-conformed.before-outcome,",
    "VALIDATION, check-output.after-outcome,",
    "WORKFLOW, workflow.after-plan,",
    "WORKFLOW, workflow.before-publish,",
    "WORKFLOW, workflow.after-publish,",
  })
  void aKilledServiceLosesAndDoublesNothing(Service service, String failpoint, String orphans) {
    ServiceProcess process = system.armFailpoint(service, failpoint);

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
    List<ObjectKey> swept = StoreContents.assertNothingIsLeftBehind(system);
    if (orphans != null) {
      assertThat(swept).anyMatch(key -> key.value().startsWith(orphans));
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
