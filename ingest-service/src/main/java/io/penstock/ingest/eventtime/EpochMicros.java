package io.penstock.ingest.eventtime;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Times as microseconds since 1970-01-01T00:00:00Z: the precision in which event times are kept.
 * Finer fractions are cut off towards the past.
 */
public final class EpochMicros {
  static final long PER_SECOND = 1_000_000;
  static final int NANOS_PER_MICRO = 1_000;

  /** 0001-01-01T00:00:00Z. */
  static final long MIN = of(LocalDateTime.of(1, 1, 1, 0, 0).toInstant(ZoneOffset.UTC));

  /** The last microsecond of the year 9999. */
  static final long MAX =
      of(LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000).toInstant(ZoneOffset.UTC));

  private EpochMicros() {}

  /** The microseconds of an instant, which must lie within the years −290 000 to 290 000. */
  public static long of(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), PER_SECOND),
        instant.getNano() / NANOS_PER_MICRO);
  }

  public static Instant toInstant(long epochMicros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(epochMicros, PER_SECOND),
        Math.floorMod(epochMicros, PER_SECOND) * NANOS_PER_MICRO);
  }

  static boolean inRange(long epochMicros) {
    return MIN <= epochMicros && epochMicros <= MAX;
  }
}
