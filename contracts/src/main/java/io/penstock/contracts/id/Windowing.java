package io.penstock.contracts.id;

import io.penstock.contracts.failure.PenstockException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * How event time is cut into windows: consecutive windows of one size, aligned to local midnight of
 * 1970-01-01 in the zone. Sizes of whole days follow the zone's calendar, so that a day with a
 * clock change is 23 or 25 hours long.
 *
 * @param size one second to 366 days; above a day a whole number of days
 * @param zone the zone whose midnight windows are aligned to
 */
public record Windowing(Duration size, ZoneId zone) {
  private static final Duration DAY = Duration.ofDays(1);
  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

  public Windowing {
    if (size.compareTo(Duration.ofSeconds(1)) < 0 || size.compareTo(Duration.ofDays(366)) > 0) {
      throw PenstockException.user(
          "invalid-window", "window.size must be from PT1S to P366D, but is " + size);
    }
    if (size.getNano() != 0 || (wholeDays(size) == 0 && DAY.toSeconds() % size.toSeconds() != 0)) {
      throw PenstockException.user(
          "invalid-window",
          "window.size must divide a day or be a whole number of days, but is " + size);
    }
  }

  /** The window an event time falls into. */
  public Window windowOf(Instant eventTime) {
    long days = wholeDays(size);
    return days > 0 ? dayWindow(eventTime, days) : fixedWindow(eventTime);
  }

  private Window dayWindow(Instant eventTime, long days) {
    long first = Math.floorDiv(day(eventTime), days) * days;
    return new Window(midnight(first), midnight(first + days));
  }

  /**
   * The day that an event time belongs to, as days since 1970-01-01. Where clocks go back over
   * midnight, what the end of a day repeats belongs to the next day, which has begun.
   */
  private long day(Instant eventTime) {
    long day = eventTime.atZone(zone).toLocalDate().toEpochDay();
    while (!eventTime.isBefore(midnight(day + 1))) {
      day++;
    }
    return day;
  }

  private Instant midnight(long epochDay) {
    return EPOCH.toLocalDate().plusDays(epochDay).atStartOfDay(zone).toInstant();
  }

  /** Windows shorter than a day count elapsed time from the zone's midnight of that day. */
  private Window fixedWindow(Instant eventTime) {
    long day = day(eventTime);
    Instant midnight = midnight(day);
    Instant nextMidnight = midnight(day + 1);
    long index = Duration.between(midnight, eventTime).toSeconds() / size.toSeconds();
    Instant start = midnight.plus(size.multipliedBy(index));
    Instant end = start.plus(size);
    return new Window(start, end.isAfter(nextMidnight) ? nextMidnight : end);
  }

  /** The canonical text, such as {@code PT24H@UTC}: the key under which counts are kept. */
  public String text() {
    return size + "@" + zone.getId();
  }

  /** Reads the canonical text. */
  public static Windowing parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException("not a windowing: " + text);
    }
    return new Windowing(Duration.parse(text.substring(0, at)), ZoneId.of(text.substring(at + 1)));
  }

  private static long wholeDays(Duration size) {
    return size.toSeconds() % DAY.toSeconds() == 0 ? size.toDays() : 0;
  }
}
