package io.penstock.checkpoint.expectation.text;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether Python's {@code dateutil.parser.parse} reads a text: a translation of version 2.9
 * of that parser (Apache-2.0, Copyright 2017 Paul Ganssle and the dateutil contributors), without
 * its fuzzy mode. What a text leaves out comes from 1 January 2000 instead of the day it is read.
 */
public final class DateutilText {
  private static final Set<String> JUMP =
      Set.of(
          " ", ".", ",", ";", "-", "/", "'", "at", "on", "and", "ad", "m", "t", "of", "st", "nd",
          "rd", "th");
  private static final Set<String> WEEKDAYS =
      Set.of(
          "mon",
          "monday",
          "tue",
          "tuesday",
          "wed",
          "wednesday",
          "thu",
          "thursday",
          "fri",
          "friday",
          "sat",
          "saturday",
          "sun",
          "sunday");
  private static final List<Set<String>> MONTHS =
      List.of(
          Set.of("jan", "january"),
          Set.of("feb", "february"),
          Set.of("mar", "march"),
          Set.of("apr", "april"),
          Set.of("may"),
          Set.of("jun", "june"),
          Set.of("jul", "july"),
          Set.of("aug", "august"),
          Set.of("sep", "sept", "september"),
          Set.of("oct", "october"),
          Set.of("nov", "november"),
          Set.of("dec", "december"));
  private static final Map<String, Integer> UNITS =
      Map.of(
          "h", 0, "hour", 0, "hours", 0, "m", 1, "minute", 1, "minutes", 1, "s", 2, "second", 2,
          "seconds", 2);
  private static final Map<String, Integer> HALVES = Map.of("am", 0, "a", 0, "pm", 1, "p", 1);
  private static final Set<String> UTC = Set.of("UTC", "GMT", "Z", "z");
  private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");
  private static final int ZONE_LENGTH_MAX = 5;

  private final List<String> tokens;
  private final DateParts date = new DateParts();
  private boolean weekday;
  private @Nullable Integer hour;
  private @Nullable Integer minute;
  private @Nullable Integer second;
  private boolean zoneName;
  private boolean zoneOffset;

  private DateutilText(List<String> tokens) {
    this.tokens = tokens;
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
            || hour != null
            || minute != null
            || second != null
            || zoneName
            || zoneOffset
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
        hour == null ? 0 : hour,
        minute == null ? 0 : minute,
        second == null ? 0 : second);
    return year >= 1 && year <= 9999;
  }

  /** Two digits mean a year around 2000. */
  private static int fullYear(int year, boolean writesCentury) {
    return year < 100 && !writesCentury ? 2000 + year : year;
  }

  /** Reads the token at a place, and those that belong to it; gives the place of the last one. */
  private int read(int i) {
    String token = tokens.get(i);
    if (isNumber(token)) {
      return readNumber(i);
    }
    if (WEEKDAYS.contains(lower(token))) {
      weekday = true;
      return i;
    }
    if (month(token).isPresent()) {
      return readMonth(i);
    }
    Integer half = HALVES.get(lower(token));
    if (half != null) {
      hour = adjusted(requireTwelveHours(), half);
      return i;
    }
    if (couldBeZone(token)) {
      return readZone(i);
    }
    if (hour != null && (token.equals("+") || token.equals("-"))) {
      return readOffset(i);
    }
    if (!isJump(token)) {
      throw new IllegalArgumentException(token);
    }
    return i;
  }

  private int readMonth(int place) {
    int i = place;
    date.addMonth(month(tokens.get(i)).getAsInt());
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
        && lower(at(i + 2)).equals("of")) {
      // Jan of 01
      if (isDigits(at(i + 4))) {
        date.add(
            String.valueOf(fullYear(Integer.parseInt(at(i + 4)), false)), DateParts.Label.YEAR);
      }
      i += 4;
    }
    return i;
  }

  private int readZone(int i) {
    zoneName = true;
    zoneOffset = UTC.contains(tokens.get(i)) && tokens.get(i).equals(lower(tokens.get(i)));
    String sign = at(i + 1);
    if (sign.equals("+") || sign.equals("-")) {
      // GMT+3 is understood as "my time +3 is GMT"; only the sign of the offset depends on it.
      zoneOffset = false;
      zoneName = !UTC.contains(tokens.get(i).toUpperCase(Locale.ROOT));
    }
    return i;
  }

  private int readOffset(int place) {
    int i = place;
    String digits = tokens.get(i + 1);
    if (digits.length() == 4) {
      Integer.parseInt(digits);
    } else if (at(i + 2).equals(":")) {
      Integer.parseInt(digits);
      Integer.parseInt(tokens.get(i + 3));
      i += 2;
    } else if (digits.length() <= 2) {
      Integer.parseInt(digits);
    } else {
      throw new IllegalArgumentException(digits);
    }
    zoneOffset = true;
    boolean named =
        isJump(at(i + 2))
            && at(i + 3).equals("(")
            && at(i + 5).equals(")")
            && at(i + 4).length() >= 3
            && !zoneName
            && isZoneName(at(i + 4));
    if (named) {
      zoneName = true;
      i += 4;
    }
    return i + 1;
  }

  private int readNumber(int place) {
    String token = tokens.get(place);
    if (NOT_FINITE.contains(lower(token))) {
      throw new IllegalArgumentException(token);
    }
    double value = Double.parseDouble(token);
    int length = token.length();
    int unit = unitPlace(place);
    if (date.size() == 3
        && (length == 2 || length == 4)
        && hour == null
        && (place + 1 >= tokens.size()
            || (!at(place + 1).equals(":") && !UNITS.containsKey(lower(at(place + 1)))))) {
      // 19990101T23[59]
      hour = Integer.valueOf(token.substring(0, 2));
      if (length == 4) {
        minute = Integer.valueOf(token.substring(2));
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
      hour = Integer.valueOf(token.substring(0, 2));
      minute = Integer.valueOf(token.substring(2, 4));
      second = wholeSeconds(token.substring(4));
    }
  }

  /** YYYYMMDD[hhmm[ss]] */
  private void readLongDigits(String token) {
    date.add(token.substring(0, 4), DateParts.Label.YEAR);
    date.add(token.substring(4, 6), DateParts.Label.NONE);
    date.add(token.substring(6, 8), DateParts.Label.NONE);
    if (token.length() > 8) {
      hour = Integer.valueOf(token.substring(8, 10));
      minute = Integer.valueOf(token.substring(10, 12));
      if (token.length() > 12) {
        second = Integer.valueOf(token.substring(12));
      }
    }
  }

  /** HH[ ]h, MM[ ]m or SS[.ss][ ]s */
  private int readWithUnit(int place, int unitPlace, String token) {
    Integer unit = UNITS.get(lower(tokens.get(unitPlace)));
    int which = (unit == null ? 0 : unit) + (unitPlace > place ? 0 : 1);
    double value = Double.parseDouble(token);
    switch (which) {
      case 0 -> {
        hour = (int) value;
        if (value % 1 != 0) {
          minute = (int) (60 * (value % 1));
        }
      }
      case 1 -> setMinutes(value);
      case 2 -> second = wholeSeconds(token);
      default -> {}
    }
    return Math.max(place, unitPlace);
  }

  /** HH:MM[:SS[.ss]] */
  private int readClock(int place, int hours) {
    hour = hours;
    setMinutes(Double.parseDouble(tokens.get(place + 2)));
    if (place + 4 < tokens.size() && at(place + 3).equals(":")) {
      second = wholeSeconds(tokens.get(place + 4));
      return place + 4;
    }
    return place + 2;
  }

  /** 01-01[-01], with months by number or name */
  private int readSeparated(int place) {
    int i = place;
    String separator = at(i + 1);
    date.add(tokens.get(i), DateParts.Label.NONE);
    if (i + 2 < tokens.size() && !isJump(tokens.get(i + 2))) {
      if (isDigits(tokens.get(i + 2))) {
        date.add(tokens.get(i + 2), DateParts.Label.NONE);
      } else {
        date.addMonth(month(tokens.get(i + 2)).orElseThrow(IllegalArgumentException::new));
      }
      if (at(i + 3).equals(separator)) {
        String third = tokens.get(i + 4);
        if (month(third).isPresent()) {
          date.addMonth(month(third).getAsInt());
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
    Integer half = HALVES.get(lower(at(place + 1)));
    if (place + 1 >= tokens.size() || isJump(at(place + 1))) {
      Integer later = HALVES.get(lower(at(place + 2)));
      if (later != null) {
        // 12 am
        hour = adjusted((int) value, later);
        return place + 2;
      }
      date.add(value);
      return place + 1;
    }
    if (half != null && value >= 0 && value < 24) {
      // 12am
      hour = adjusted((int) value, half);
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
    if (UNITS.containsKey(lower(at(place + 1)))) {
      return place + 1;
    }
    if (at(place + 1).equals(" ") && UNITS.containsKey(lower(at(place + 2)))) {
      return place + 2;
    }
    if (place > 0 && UNITS.containsKey(lower(tokens.get(place - 1)))) {
      return place - 1;
    }
    boolean last = place > 1 && place == tokens.size() - 1;
    return last
            && tokens.get(place - 1).equals(" ")
            && UNITS.containsKey(lower(tokens.get(place - 2)))
        ? place - 2
        : -1;
  }

  private void setMinutes(double value) {
    minute = (int) value;
    second = value % 1 == 0 ? null : (Integer) (int) (60 * (value % 1));
  }

  private static int wholeSeconds(String value) {
    int dot = value.indexOf('.');
    if (dot < 0) {
      return Integer.parseInt(value);
    }
    String fraction = value.substring(dot + 1);
    Integer.parseInt(
        fraction.isEmpty() ? "0" : fraction.substring(0, Math.min(6, fraction.length())));
    return Integer.parseInt(value.substring(0, dot));
  }

  private int requireTwelveHours() {
    if (hour == null || hour < 0 || hour > 12) {
      throw new IllegalArgumentException("AM or PM without an hour up to 12");
    }
    return hour;
  }

  private static int adjusted(int hour, int half) {
    if (half == 1 && hour < 12) {
      return hour + 12;
    }
    return half == 0 && hour == 12 ? 0 : hour;
  }

  private boolean couldBeZone(String token) {
    return hour != null && !zoneName && !zoneOffset && isZoneName(token);
  }

  private static boolean isZoneName(String token) {
    return token.length() <= ZONE_LENGTH_MAX
        && (token.chars().allMatch(c -> c >= 'A' && c <= 'Z') || UTC.contains(token));
  }

  private static boolean isNumber(String token) {
    return NOT_FINITE.contains(lower(token))
        || Character.isDigit(token.isEmpty() ? ' ' : token.charAt(0));
  }

  private static boolean isDigits(String token) {
    return !token.isEmpty() && token.chars().allMatch(Character::isDigit);
  }

  private static boolean isJump(String token) {
    return JUMP.contains(lower(token));
  }

  private static OptionalInt month(String token) {
    for (int i = 0; i < MONTHS.size(); i++) {
      if (MONTHS.get(i).contains(lower(token))) {
        return OptionalInt.of(i + 1);
      }
    }
    return OptionalInt.empty();
  }

  private String at(int place) {
    return place < tokens.size() ? tokens.get(place) : "";
  }

  private static String lower(String token) {
    return token.toLowerCase(Locale.ROOT);
  }
}
