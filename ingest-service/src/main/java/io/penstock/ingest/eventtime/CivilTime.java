package io.penstock.ingest.eventtime;

import io.penstock.ingest.eventtime.EventTimeReading.At;
import io.penstock.ingest.eventtime.EventTimeReading.Implausible;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The fields of a date and time while they are being read. */
final class CivilTime {
  private static final Implausible OUT_OF_RANGE =
      new Implausible("is not within the years 0001 to 9999");
  private static final int OFFSET_SECONDS_MAX = 18 * 3600;

  long year;
  int month;
  int day;
  int hour;
  int minute;
  int second;
  int nano;
  private boolean hasOffset;
  private int offsetSeconds;

  /** Says that the time is so far ahead of UTC. */
  void setOffset(int seconds) {
    hasOffset = true;
    offsetSeconds = seconds;
  }

  boolean isValid() {
    return month >= 1
        && month <= 12
        && day >= 1
        && day <= daysOfMonth()
        && hour <= 23
        && minute <= 59
        && second <= 59
        && Math.abs(offsetSeconds) <= OFFSET_SECONDS_MAX;
  }

  /**
   * The time it is in a zone, unless it has an offset, which wins. In the hour that a clock change
   * skips, the time moves forward by it; in the one that it repeats, the first is meant. The fields
   * must be {@linkplain #isValid valid}.
   */
  EventTimeReading in(ZoneId zone) {
    // An offset can move the last hours of year 0, and the first of year 10000, into the range.
    if (year < 0 || year > 10_000) {
      return OUT_OF_RANGE;
    }
    long utcSeconds =
        hasOffset || zone.equals(ZoneOffset.UTC) || zone.getId().equals("UTC")
            ? localSeconds() - offsetSeconds
            : secondsIn(zone);
    long micros = utcSeconds * EpochMicros.PER_SECOND + nano / EpochMicros.NANOS_PER_MICRO;
    return EpochMicros.inRange(micros) ? new At(micros) : OUT_OF_RANGE;
  }

  private long secondsIn(ZoneId zone) {
    return LocalDateTime.of((int) year, month, day, hour, minute, second)
        .atZone(zone)
        .toEpochSecond();
  }

  /** Seconds since 1970-01-01T00:00 on the same clock. */
  private long localSeconds() {
    long days = LocalDate.of((int) year, month, day).toEpochDay();
    return ((days * 24 + hour) * 60 + minute) * 60 + second;
  }

  private int daysOfMonth() {
    return switch (month) {
      case 2 -> Year.isLeap(year) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }
}
