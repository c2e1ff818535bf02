package io.penstock.contracts.source;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Positions that can no longer be read. The topic-partition stays stopped until an operator
 * acknowledges the range; then it stands in the source's ledger.
 *
 * @param cause how it came about
 * @param from first lost position
 * @param to first position after the loss; absent where nobody can know (a deleted topic)
 * @param detectedAt when it was found
 * @param acknowledgedAt when an operator accepted it
 */
public record Loss(
    Cause cause,
    long from,
    Optional<Long> to,
    Instant detectedAt,
    Optional<Instant> acknowledgedAt) {
  /** How positions get lost. */
  public enum Cause {
    /** Kafka's retention went past the expected position. */
    RETENTION,
    /** The log ends before the expected position. */
    TRUNCATED,
    /** The topic was deleted and created again under its name. */
    TOPIC_RECREATED;

    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
