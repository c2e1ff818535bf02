package io.penstock.catalog.health;

import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Database;
import io.penstock.contracts.failure.PenstockException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready only on a PostgreSQL whose commits survive a power cut, and with a clock that agrees with
 * its clock: without either, "committed" and "idle since" would not mean what they say.
 */
@Readiness
@Singleton
class DurabilityReadiness implements HealthCheck {
  private static final Duration SKEW_MAX = Duration.ofSeconds(1);

  private final Database database;

  DurabilityReadiness(Database database) {
    this.database = database;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> trouble = trouble();
    return HealthCheckResponse.named("postgres-durable")
        .withData("state", trouble.orElse("durable, and its clock agrees"))
        .status(trouble.isEmpty())
        .build();
  }

  private Optional<String> trouble() {
    try {
      Instant before = Instant.now();
      Cells settings =
          database.read(session ->
              session
                  .createNativeQuery(
                      """
                      select current_setting('fsync'), current_setting('full_page_writes'),
                             current_setting('synchronous_commit'), clock_timestamp()
                      """)
                  .getSingleResult()
                  .map(Cells::of));
      return troubleOf(
          settings.text(0),
          settings.text(1),
          settings.text(2),
          skew(before, settings.instant(3), Instant.now()));
    } catch (PenstockException e) {
      return Optional.of(e.code() + ": " + e.getMessage());
    }
  }

  static Optional<String> troubleOf(
      String fsync, String fullPageWrites, String synchronousCommit, Duration skew) {
    if (fsync.equals("off") || fullPageWrites.equals("off")) {
      return Optional.of(
          "PostgreSQL may lose what it committed: set fsync and full_page_writes on");
    }
    if (synchronousCommit.equals("off")) {
      return Optional.of("PostgreSQL may lose what it committed: set synchronous_commit on");
    }
    if (skew.compareTo(SKEW_MAX) > 0) {
      return Optional.of(
          "this machine's clock and PostgreSQL's differ by %s: synchronize them".formatted(skew));
    }
    return Optional.empty();
  }

  /** How far a time lies outside of the interval in which it was asked for. */
  static Duration skew(Instant before, Instant theirs, Instant after) {
    if (theirs.isBefore(before)) {
      return Duration.between(theirs, before);
    }
    return theirs.isAfter(after) ? Duration.between(after, theirs) : Duration.ZERO;
  }
}
