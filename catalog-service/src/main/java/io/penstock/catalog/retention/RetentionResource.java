package io.penstock.catalog.retention;

import io.penstock.contracts.catalog.SweepReport;
import io.penstock.contracts.failure.PenstockException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Retention, by request and by the clock. */
@Path("/api/v1/retention")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Upkeep")
class RetentionResource {
  private final Retention retention;
  private final RetentionSettings settings;

  RetentionResource(Retention retention, RetentionSettings settings) {
    this.retention = retention;
    this.settings = settings;
  }

  @POST
  @Operation(
      summary =
          "Finds raw batches and quarantined rows that are too old, and deletes them if dryRun is false.",
      description =
          "Ages (such as P90D) are the configured ones unless given; without either everything is kept. What a version needs to be made again always stays.")
  public SweepReport apply(
      @QueryParam("dryRun") @DefaultValue("true") boolean dryRun,
      @QueryParam("raw") Optional<String> raw,
      @QueryParam("quarantine") Optional<String> quarantine) {
    return retention.apply(
        dryRun,
        raw.map(RetentionResource::age).or(settings::raw),
        quarantine.map(RetentionResource::age).or(settings::quarantine));
  }

  @Scheduled(
      every = "${penstock.catalog.retention.every:off}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void applyNow() {
    retention.apply(false, settings.raw(), settings.quarantine());
  }

  private static Duration age(String text) {
    try {
      Duration age = Duration.parse(text);
      if (!age.isNegative()) {
        return age;
      }
    } catch (DateTimeParseException e) {
      // Said below, as for a negative one.
    }
    throw PenstockException.user(
        "bad-duration", "'%s' is no age: write P90D for ninety days".formatted(text));
  }
}
