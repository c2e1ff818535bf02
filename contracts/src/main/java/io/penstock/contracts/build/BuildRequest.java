package io.penstock.contracts.build;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.PipelineName;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks for builds of the closed windows that start in {@code [from, to)}. This is the plain JSON
 * that people write: {@code {"pipeline":"flights","from":"2001-01-01","to":"2001-02-01"}}.
 *
 * @param id id of the request, if the caller chooses it so that repeating the call changes nothing;
 *     the catalog gives it one if absent
 * @param pipeline the pipeline; may be left out where the address names it
 * @param from a date (midnight in the pipeline's zone) or an instant; from the first window if
 *     absent
 * @param to a date or an instant; to the last closed window if absent
 */
public record BuildRequest(
    Optional<UUID> id,
    Optional<PipelineName> pipeline,
    Optional<String> from,
    Optional<String> to) {

  /** A request that the catalog gives an id. */
  public BuildRequest(Optional<PipelineName> pipeline, Optional<String> from, Optional<String> to) {
    this(Optional.empty(), pipeline, from, to);
  }

  /** Reads a bound in the pipeline's zone. */
  public static Instant instant(String text, ZoneId zone) {
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
          : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw PenstockException.user(
          "invalid-time",
          "'%s' is neither a date (2001-01-31) nor an instant (2001-01-31T00:00:00Z)"
              .formatted(text),
          e);
    }
  }
}
