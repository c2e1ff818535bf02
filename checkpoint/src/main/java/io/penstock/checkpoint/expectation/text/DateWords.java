package io.penstock.checkpoint.expectation.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The words that {@link DateutilText} knows, in any case. */
final class DateWords {
  static final Set<String> JUMP =
      Set.of(
          " ", ".", ",", ";", "-", "/", "'", "at", "on", "and", "ad", "m", "t", "of", "st", "nd",
          "rd", "th");
  static final Set<String> WEEKDAYS =
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
  static final List<Set<String>> MONTHS =
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
  static final Map<String, Integer> UNITS =
      Map.of(
          "h", 0, "hour", 0, "hours", 0, "m", 1, "minute", 1, "minutes", 1, "s", 2, "second", 2,
          "seconds", 2);
  static final Map<String, Integer> HALVES = Map.of("am", 0, "a", 0, "pm", 1, "p", 1);
  static final Set<String> UTC = Set.of("UTC", "GMT", "Z", "z");
  static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");
  static final int ZONE_LENGTH_MAX = 5;

  private DateWords() {}

  static boolean isZoneName(String token) {
    return token.length() <= ZONE_LENGTH_MAX
        && (token.chars().allMatch(c -> c >= 'A' && c <= 'Z') || UTC.contains(token));
  }

  static boolean isNumber(String token) {
    return NOT_FINITE.contains(lower(token))
        || Character.isDigit(token.isEmpty() ? ' ' : token.charAt(0));
  }

  static boolean isDigits(String token) {
    return !token.isEmpty() && token.chars().allMatch(Character::isDigit);
  }

  static boolean isJump(String token) {
    return JUMP.contains(lower(token));
  }

  static OptionalInt month(String token) {
    for (int i = 0; i < MONTHS.size(); i++) {
      if (MONTHS.get(i).contains(lower(token))) {
        return OptionalInt.of(i + 1);
      }
    }
    return OptionalInt.empty();
  }

  static String lower(String token) {
    return token.toLowerCase(Locale.ROOT);
  }
}
