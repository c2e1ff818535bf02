package io.penstock.catalog.persistence;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Times as texts that PostgreSQL reads, for those that reach it inside JSON. It has no year 0 and
 * no sign before a year, so that ISO 8601 will not do: the window of an event of 0001-01-01, which
 * stands for "no time" in many programs, may start in the year before.
 */
public final class TimeText {
  private TimeText() {}

  /** The time in UTC, to the microsecond, such as {@code 2001-01-31 23:59:59.000000+00}. */
  public static String of(Instant instant) {
    OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
    int year = time.getYear();
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02d %02d:%02d:%02d.%06d+00%s",
        year > 0 ? year : 1 - year,
        time.getMonthValue(),
        time.getDayOfMonth(),
        time.getHour(),
        time.getMinute(),
        time.getSecond(),
        time.getNano() / 1000,
        year > 0 ? "" : " BC");
  }
}
