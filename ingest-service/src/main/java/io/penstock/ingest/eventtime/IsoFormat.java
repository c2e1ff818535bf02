package io.penstock.ingest.eventtime;

import io.penstock.ingest.eventtime.EventTimeReading.Unreadable;
import java.time.ZoneId;

/**
 * ISO 8601 in its extended form: {@code 2001-01-31}, {@code 2001-01-31T23:59}, {@code
 * 2001-01-31T23:59:59.123456789Z}, {@code 2001-01-31 23:59:59+02:00}. A date stands for its first
 * moment; between date and time there may be a space, as RFC 3339 allows; fractions follow a point
 * or a comma; offsets are {@code Z}, {@code ±hh}, {@code ±hhmm} or {@code ±hh:mm}.
 *
 * @param zone the zone of times without an offset
 */
record IsoFormat(ZoneId zone) implements EventTimeFormat {
  private static final Unreadable UNREADABLE =
      new Unreadable("is not an ISO 8601 date or time (iso)");

  @Override
  public EventTimeReading read(String text) {
    TimeText in = new TimeText(text);
    CivilTime time = new CivilTime();
    time.year = year(in);
    in.expect('-');
    time.month = in.digits(2);
    in.expect('-');
    time.day = in.digits(2);
    if (in.ok() && !in.atEnd()) {
      timeOfDay(in, time);
    }
    if (!in.ok() || !in.atEnd() || !time.isValid()) {
      return UNREADABLE;
    }
    return time.in(zone);
  }

  /** Four digits; more, or with a sign, are years that nobody means, but that can be read. */
  private static long year(TimeText in) {
    boolean negative = in.skip('-');
    if (!negative) {
      in.skip('+');
    }
    int digits = in.countDigits();
    if (digits < 4 || digits > 9) {
      in.fail();
      return 0;
    }
    long year = in.digits(digits);
    return negative ? -year : year;
  }

  private static void timeOfDay(TimeText in, CivilTime time) {
    if (!in.skip('T') && !in.skip('t') && !in.skip(' ')) {
      in.fail();
    }
    time.hour = in.digits(2);
    in.expect(':');
    time.minute = in.digits(2);
    if (in.skip(':')) {
      time.second = in.digits(2);
      if (in.skip('.') || in.skip(',')) {
        time.nano = in.fraction();
      }
    }
    offset(in, time);
  }

  private static void offset(TimeText in, CivilTime time) {
    if (!in.ok() || in.atEnd()) {
      return;
    }
    if (in.skip('Z') || in.skip('z')) {
      time.setOffset(0);
      return;
    }
    boolean negative = in.skip('-');
    if (!negative) {
      in.expect('+');
    }
    int hours = in.digits(2);
    int minutes = 0;
    if (in.ok() && !in.atEnd()) {
      in.skip(':');
      minutes = in.digits(2);
    }
    if (minutes > 59) {
      in.fail();
    }
    int seconds = (hours * 60 + minutes) * 60;
    time.setOffset(negative ? -seconds : seconds);
  }
}
