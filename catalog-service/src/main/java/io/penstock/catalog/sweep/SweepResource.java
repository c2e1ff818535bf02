package io.penstock.catalog.sweep;

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

/** Sweeping, by request and by the clock. */
@Path("/api/v1/sweeps")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Upkeep")
class SweepResource {
  private final Sweeper sweeper;
  private final SweepSettings settings;

  SweepResource(Sweeper sweeper, SweepSettings settings) {
    this.sweeper = sweeper;
    this.settings = settings;
  }

  @POST
  @Operation(
      summary = "Finds objects that nothing refers to, and deletes them if dryRun is false.",
      description = "Objects younger than the grace period (such as PT1H) are left alone.")
  public SweepReport sweep(
      @QueryParam("dryRun") @DefaultValue("true") boolean dryRun,
      @QueryParam("grace") Optional<String> grace) {
    return sweeper.sweep(dryRun, grace.map(SweepResource::duration).orElse(settings.grace()));
  }

  @Scheduled(
      every = "${penstock.catalog.sweep.every:off}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void sweepNow() {
    sweeper.sweep(false, settings.grace());
  }

  private static Duration duration(String text) {
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Said below, as for a negative one.
    }
    throw PenstockException.user(
        "bad-duration", "'%s' is no duration: write PT1H for one hour".formatted(text));
  }
}
