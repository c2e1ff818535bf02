package io.penstock.ingest.eventtime;

import io.penstock.ingest.eventtime.EventTimeReading.At;
import io.penstock.ingest.eventtime.EventTimeReading.Implausible;
import io.penstock.ingest.eventtime.EventTimeReading.Unreadable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of {@link DateTimeFormatter}, read strictly: there is no 30th of February. Names of
 * months and days are English. What the pattern leaves out is the first moment: a date alone is its
 * midnight. An offset or zone in the pattern wins over the spec's.
 *
 * <p>Patterns of digits in fixed places, which most are, have a faster reader; what it does not
 * understand is left to the formatter, which decides.
 */
final class PatternFormat implements EventTimeFormat {
  private static final Implausible OUT_OF_RANGE =
      new Implausible("is not within the years 0001 to 9999");

  private final ZoneId zone;
  private final DateTimeFormatter formatter;
  private final Optional<FixedPattern> fixed;
  private final Unreadable unreadable;

  PatternFormat(String pattern, ZoneId zone) {
    this.zone = zone;
    this.formatter = formatter(pattern);
    this.fixed = FixedPattern.of(pattern);
    this.unreadable = new Unreadable("does not match the pattern " + pattern);
  }

  private static DateTimeFormatter formatter(String pattern) {
    DateTimeFormatterBuilder builder =
        new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern);
    if (pattern.indexOf('y') >= 0) {
      // Strictly read, a year of an era (y) needs one.
      builder.parseDefaulting(ChronoField.ERA, 1);
    }
    return builder
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT)
        .withChronology(IsoChronology.INSTANCE);
  }

  @Override
  public EventTimeReading read(String text) {
    if (fixed.isPresent()) {
      CivilTime time = fixed.get().read(text);
      if (time != null) {
        return time.in(zone);
      }
    }
    return readByFormatter(text);
  }

  EventTimeReading readByFormatter(String text) {
    try {
      TemporalAccessor parsed = formatter.parse(text);
      Instant instant = instant(parsed);
      if (instant == null) {
        return unreadable;
      }
      long micros = EpochMicros.of(instant);
      return EpochMicros.inRange(micros) ? new At(micros) : OUT_OF_RANGE;
    } catch (DateTimeParseException e) {
      return unreadable;
    } catch (ArithmeticException e) {
      return OUT_OF_RANGE;
    }
  }

  private @Nullable Instant instant(TemporalAccessor parsed) {
    if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      return Instant.from(parsed);
    }
    LocalDate date = parsed.query(TemporalQueries.localDate());
    LocalTime time = parsed.query(TemporalQueries.localTime());
    ZoneId own = parsed.query(TemporalQueries.zone());
    if (date == null) {
      return null;
    }
    return date.atTime(time == null ? LocalTime.MIDNIGHT : time)
        .atZone(own == null ? zone : own)
        .toInstant();
  }
}
