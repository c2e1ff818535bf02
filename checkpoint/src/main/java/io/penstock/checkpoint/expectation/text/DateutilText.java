package io.penstock.checkpoint.expectation.text;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;

/**
 * Tells whether Python's {@code dateutil.parser.parse} reads a text: a translation of version 2.9
 * of that parser (Apache-2.0, Copyright 2017 Paul Ganssle and the dateutil contributors), without
 * its fuzzy mode. What a text leaves out comes from 1 January 2000 instead of the day it is read.
 */
public final class DateutilText {
  private final List<String> tokens;
  private final DateParts date = new DateParts();
  private final ClockParts clock = new ClockParts();
  private final ZoneParts zone;
  private boolean weekday;

  private DateutilText(List<String> tokens) {
    this.tokens = tokens;
    this.zone = new ZoneParts(tokens);
  }

  /** Whether the text is a date or a time. */
  public static boolean parseable(String text) {
    try {
      return new DateutilText(DateTokens.split(text)).parse();
    } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
      return false;
    }
  }

  private boolean parse() {
    for (int i = 0; i < tokens.size(); i++) {
      i = read(i);
    }
    DateParts.Resolved resolved = date.resolve();
    boolean anything =
        weekday
            || !clock.isEmpty()
            || !zone.isEmpty()
            || resolved.year().isPresent()
            || resolved.month().isPresent()
            || resolved.day().isPresent();
    return anything && exists(resolved);
  }

  private boolean exists(DateParts.Resolved resolved) {
    int year =
        resolved.year().isPresent()
            ? fullYear(resolved.year().getAsInt(), date.writesCentury())
            : 2000;
    int month = resolved.month().orElse(1);
    int last = YearMonth.of(year, month).lengthOfMonth();
    LocalDateTime.of(
        year,
        month,
        resolved.day().orElse(Math.min(1, last)),
        clock.hour(),
        clock.minute(),
        clock.second());
    return year >= 1 && year <= 9999;
  }

  /** Two digits mean a year around 2000. */
  private static int fullYear(int year, boolean writesCentury) {
    return year < 100 && !writesCentury ? 2000 + year : year;
  }

  /** Reads the token at a place, and those that belong to it; gives the place of the last one. */
  private int read(int i) {
    String token = tokens.get(i);
    if (DateWords.isNumber(token)) {
      return readNumber(i);
    }
    if (DateWords.WEEKDAYS.contains(DateWords.lower(token))) {
      weekday = true;
      return i;
    }
    if (DateWords.month(token).isPresent()) {
      return readMonth(i);
    }
    Integer half = DateWords.HALVES.get(DateWords.lower(token));
    if (half != null) {
      clock.half(half);
      return i;
    }
    if (clock.hasHour() && zone.isEmpty() && DateWords.isZoneName(token)) {
      return zone.readName(i);
    }
    if (clock.hasHour() && (token.equals("+") || token.equals("-"))) {
      return zone.readOffset(i);
    }
    if (!DateWords.isJump(token)) {
      throw new IllegalArgumentException(token);
    }
    return i;
  }

  private int readMonth(int place) {
    int i = place;
    date.addMonth(DateWords.month(tokens.get(i)).getAsInt());
    String separator = at(i + 1);
    if (separator.equals("-") || separator.equals("/")) {
      // Jan-01[-99]
      date.add(tokens.get(i + 2), DateParts.Label.NONE);
      if (at(i + 3).equals(separator)) {
        date.add(tokens.get(i + 4), DateParts.Label.NONE);
        i += 2;
      }
      i += 2;
    } else if (i + 4 < tokens.size()
        && separator.equals(" ")
        && at(i + 3).equals(" ")
        && DateWords.lower(at(i + 2)).equals("of")) {
      // Jan of 01
      if (DateWords.isDigits(at(i + 4))) {
        date.add(
            String.valueOf(fullYear(Integer.parseInt(at(i + 4)), false)), DateParts.Label.YEAR);
      }
      i += 4;
    }
    return i;
  }

  private int readNumber(int place) {
    String token = tokens.get(place);
    if (DateWords.NOT_FINITE.contains(DateWords.lower(token))) {
      throw new IllegalArgumentException(token);
    }
    double value = Double.parseDouble(token);
    int length = token.length();
    int unit = unitPlace(place);
    if (date.size() == 3
        && (length == 2 || length == 4)
        && !clock.hasHour()
        && (place + 1 >= tokens.size()
            || (!at(place + 1).equals(":")
                && !DateWords.UNITS.containsKey(DateWords.lower(at(place + 1)))))) {
      // 19990101T23[59]
      clock.hour(Integer.parseInt(token.substring(0, 2)));
      if (length == 4) {
        clock.minute(Integer.parseInt(token.substring(2)));
      }
      return place;
    }
    if (length == 6 || (length > 6 && token.indexOf('.') == 6)) {
      readSixDigits(token);
      return place;
    }
    if (length == 8 || length == 12 || length == 14) {
      readLongDigits(token);
      return place;
    }
    if (unit >= 0) {
      return readWithUnit(place, unit, token);
    }
    if (at(place + 1).equals(":") && place + 2 < tokens.size()) {
      return readClock(place, (int) value);
    }
    if (Set.of("-", "/", ".").contains(at(place + 1))) {
      return readSeparated(place);
    }
    return readLone(place, value);
  }

  /** YYMMDD or HHMMSS[.ss] */
  private void readSixDigits(String token) {
    if (date.size() == 0 && token.indexOf('.') < 0) {
      date.add(token.substring(0, 2), DateParts.Label.NONE);
      date.add(token.substring(2, 4), DateParts.Label.NONE);
      date.add(token.substring(4), DateParts.Label.NONE);
    } else {
      clock.hour(Integer.parseInt(token.substring(0, 2)));
      clock.minute(Integer.parseInt(token.substring(2, 4)));
      clock.second(ClockParts.wholeSeconds(token.substring(4)));
    }
  }

  /** YYYYMMDD[hhmm[ss]] */
  private void readLongDigits(String token) {
    date.add(token.substring(0, 4), DateParts.Label.YEAR);
    date.add(token.substring(4, 6), DateParts.Label.NONE);
    date.add(token.substring(6, 8), DateParts.Label.NONE);
    if (token.length() > 8) {
      clock.hour(Integer.parseInt(token.substring(8, 10)));
      clock.minute(Integer.parseInt(token.substring(10, 12)));
      if (token.length() > 12) {
        clock.second(Integer.parseInt(token.substring(12)));
      }
    }
  }

  /** HH[ ]h, MM[ ]m or SS[.ss][ ]s */
  private int readWithUnit(int place, int unitPlace, String token) {
    Integer unit = DateWords.UNITS.get(DateWords.lower(tokens.get(unitPlace)));
    int which = (unit == null ? 0 : unit) + (unitPlace > place ? 0 : 1);
    double value = Double.parseDouble(token);
    switch (which) {
      case 0 -> {
        clock.hour((int) value);
        if (value % 1 != 0) {
          clock.minute((int) (60 * (value % 1)));
        }
      }
      case 1 -> clock.minutes(value);
      case 2 -> clock.second(ClockParts.wholeSeconds(token));
      default -> {}
    }
    return Math.max(place, unitPlace);
  }

  /** HH:MM[:SS[.ss]] */
  private int readClock(int place, int hours) {
    clock.hour(hours);
    clock.minutes(Double.parseDouble(tokens.get(place + 2)));
    if (place + 4 < tokens.size() && at(place + 3).equals(":")) {
      clock.second(ClockParts.wholeSeconds(tokens.get(place + 4)));
      return place + 4;
    }
    return place + 2;
  }

  /** 01-01[-01], with months by number or name */
  private int readSeparated(int place) {
    int i = place;
    String separator = at(i + 1);
    date.add(tokens.get(i), DateParts.Label.NONE);
    if (i + 2 < tokens.size() && !DateWords.isJump(tokens.get(i + 2))) {
      if (DateWords.isDigits(tokens.get(i + 2))) {
        date.add(tokens.get(i + 2), DateParts.Label.NONE);
      } else {
        date.addMonth(
            DateWords.month(tokens.get(i + 2)).orElseThrow(IllegalArgumentException::new));
      }
      if (at(i + 3).equals(separator)) {
        String third = tokens.get(i + 4);
        if (DateWords.month(third).isPresent()) {
          date.addMonth(DateWords.month(third).getAsInt());
        } else {
          date.add(third, DateParts.Label.NONE);
        }
        i += 2;
      }
      i++;
    }
    return i + 1;
  }

  private int readLone(int place, double value) {
    Integer half = DateWords.HALVES.get(DateWords.lower(at(place + 1)));
    if (place + 1 >= tokens.size() || DateWords.isJump(at(place + 1))) {
      Integer later = DateWords.HALVES.get(DateWords.lower(at(place + 2)));
      if (later != null) {
        // 12 am
        clock.hour((int) value, later);
        return place + 2;
      }
      date.add(value);
      return place + 1;
    }
    if (half != null && value >= 0 && value < 24) {
      // 12am
      clock.hour((int) value, half);
      return place + 1;
    }
    if (date.couldBeDay(value)) {
      date.add(value);
      return place;
    }
    throw new IllegalArgumentException(tokens.get(place));
  }

  /** Where the unit of a number stands; -1 if it has none. */
  private int unitPlace(int place) {
    if (DateWords.UNITS.containsKey(DateWords.lower(at(place + 1)))) {
      return place + 1;
    }
    if (at(place + 1).equals(" ") && DateWords.UNITS.containsKey(DateWords.lower(at(place + 2)))) {
      return place + 2;
    }
    if (place > 0 && DateWords.UNITS.containsKey(DateWords.lower(tokens.get(place - 1)))) {
      return place - 1;
    }
    boolean last = place > 1 && place == tokens.size() - 1;
    return last
            && tokens.get(place - 1).equals(" ")
            && DateWords.UNITS.containsKey(DateWords.lower(tokens.get(place - 2)))
        ? place - 2
        : -1;
  }

  private String at(int place) {
    return place < tokens.size() ? tokens.get(place) : "";
  }
}
