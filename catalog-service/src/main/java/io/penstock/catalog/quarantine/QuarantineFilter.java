package io.penstock.catalog.quarantine;

import io.penstock.catalog.pipeline.CurrentPipeline;
import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.failure.PenstockException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which quarantined rows are meant.
 *
 * @param pipeline the pipeline
 * @param from windows that start here or later
 * @param to and before this
 * @param rule rows that break this rule: its name or its type
 * @param build this build's instead of each window's live or latest one
 */
record QuarantineFilter(
    String pipeline, Instant from, Instant to, Optional<String> rule, Optional<String> build) {
  private static final Instant EARLIEST = Instant.parse("-4000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("+20000-01-01T00:00:00Z");

  /**
   * Reads bounds in the pipeline's zone.
   *
   * @throws PenstockException USER {@code invalid-time}, {@code bad-request}
   */
  static QuarantineFilter of(
      CurrentPipeline pipeline,
      Optional<String> from,
      Optional<String> to,
      Optional<String> rule,
      Optional<String> build) {
    QuarantineFilter filter =
        new QuarantineFilter(
            pipeline.row().name(),
            bound(from, pipeline, EARLIEST),
            bound(to, pipeline, LATEST),
            rule,
            build);
    if (!filter.from.isBefore(filter.to)) {
      throw PenstockException.user(
          "bad-request",
          "from (%s) is not before to (%s)".formatted(from.orElse("-"), to.orElse("-")));
    }
    return filter;
  }

  private static Instant bound(Optional<String> text, CurrentPipeline pipeline, Instant otherwise) {
    return text.map(value -> BuildRequest.instant(value, pipeline.spec().window().zone()))
        .orElse(otherwise);
  }

  /** A query parameter that may be absent or empty. */
  static Optional<String> given(@Nullable String parameter) {
    return Optional.ofNullable(parameter).filter(text -> !text.isEmpty());
  }

  /** The same from a window on. */
  QuarantineFilter startingAt(Instant start) {
    return new QuarantineFilter(pipeline, start.isAfter(from) ? start : from, to, rule, build);
  }
}
