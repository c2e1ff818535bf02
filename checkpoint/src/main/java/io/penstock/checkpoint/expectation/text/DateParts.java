package io.penstock.checkpoint.expectation.text;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The numbers of a date in the order they were read, and which of them is known to be what:
 * dateutil's {@code _ymd}. What cannot be is an {@link IllegalArgumentException}.
 */
final class DateParts {
  private final List<Integer> numbers = new ArrayList<>();
  private int day = -1;
  private int month = -1;
  private int year = -1;
  private boolean writesCentury;

  /** A date with unknown parts. */
  record Resolved(OptionalInt year, OptionalInt month, OptionalInt day) {
    private static Resolved of(int year, int month, int day) {
      return new Resolved(OptionalInt.of(year), OptionalInt.of(month), OptionalInt.of(day));
    }
  }

  /** What a number is known to be. */
  enum Label {
    NONE,
    DAY,
    MONTH,
    YEAR
  }

  /** Whether a year has more than two digits. */
  boolean writesCentury() {
    return writesCentury;
  }

  int size() {
    return numbers.size();
  }

  boolean couldBeDay(double value) {
    if (day >= 0) {
      return false;
    }
    int last =
        month < 0
            ? 31
            : YearMonth.of(year < 0 ? 2000 : numbers.get(year), numbers.get(month)).lengthOfMonth();
    return 1 <= value && value <= last;
  }

  /** Adds a number by its digits: more than two of them make a year. */
  void add(String digits, Label label) {
    boolean all = !digits.isEmpty() && digits.chars().allMatch(Character::isDigit);
    boolean withCentury = all && digits.length() > 2;
    writesCentury |= withCentury;
    add(Integer.parseInt(digits.strip()), withCentury ? asYear(label) : label);
  }

  /** Adds a number: more than 100 makes a year. */
  void add(double value) {
    writesCentury |= value > 100;
    add((int) value, value > 100 ? Label.YEAR : Label.NONE);
  }

  void addMonth(int value) {
    add(value, Label.MONTH);
  }

  private static Label asYear(Label label) {
    if (label == Label.MONTH || label == Label.DAY) {
      throw new IllegalArgumentException("a year where there is none");
    }
    return Label.YEAR;
  }

  private void add(int value, Label label) {
    numbers.add(value);
    int place = numbers.size() - 1;
    switch (label) {
      case NONE -> {}
      case DAY -> day = placed(day, place);
      case MONTH -> month = placed(month, place);
      case YEAR -> year = placed(year, place);
    }
  }

  private static int placed(int before, int place) {
    if (before >= 0) {
      throw new IllegalArgumentException("the same part twice");
    }
    return place;
  }

  /** Which number is what, by what is known, by size, and then by American custom. */
  Resolved resolve() {
    int known = (day >= 0 ? 1 : 0) + (month >= 0 ? 1 : 0) + (year >= 0 ? 1 : 0);
    int size = numbers.size();
    if ((size == known && size > 0) || (size == 3 && known == 2)) {
      return byLabels();
    }
    if (size > 3) {
      throw new IllegalArgumentException("more than three parts");
    }
    if (size == 1 || (month >= 0 && size == 2)) {
      return single();
    }
    return switch (size) {
      case 2 -> two(numbers.get(0), numbers.get(1));
      case 3 -> three(numbers.get(0), numbers.get(1), numbers.get(2));
      default -> new Resolved(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    };
  }

  private Resolved byLabels() {
    int missing = 3 - Math.max(day, 0) - Math.max(month, 0) - Math.max(year, 0);
    boolean guess = numbers.size() == 3;
    return new Resolved(
        at(guess && year < 0 ? missing : year),
        at(guess && month < 0 ? missing : month),
        at(guess && day < 0 ? missing : day));
  }

  private OptionalInt at(int place) {
    return place < 0 ? OptionalInt.empty() : OptionalInt.of(numbers.get(place));
  }

  private Resolved single() {
    if (month >= 0 && numbers.size() == 1) {
      return new Resolved(OptionalInt.empty(), at(month), OptionalInt.empty());
    }
    int other = month >= 0 ? numbers.get(Math.floorMod(month - 1, 2)) : numbers.getFirst();
    return other > 31
        ? new Resolved(OptionalInt.of(other), at(month), OptionalInt.empty())
        : new Resolved(OptionalInt.empty(), at(month), OptionalInt.of(other));
  }

  private static Resolved two(int first, int second) {
    if (first > 31) {
      return new Resolved(OptionalInt.of(first), OptionalInt.of(second), OptionalInt.empty());
    }
    return second > 31
        ? new Resolved(OptionalInt.of(second), OptionalInt.of(first), OptionalInt.empty())
        : new Resolved(OptionalInt.empty(), OptionalInt.of(first), OptionalInt.of(second));
  }

  private Resolved three(int a, int b, int c) {
    return switch (month) {
      case 0 -> b > 31 ? Resolved.of(b, a, c) : Resolved.of(c, a, b);
      case 1 -> a > 31 ? Resolved.of(a, b, c) : Resolved.of(c, b, a);
      case 2 -> b > 31 ? Resolved.of(b, c, a) : Resolved.of(a, c, b);
      default -> {
        if (a > 31 || year == 0) {
          yield Resolved.of(a, b, c);
        }
        yield a > 12 ? Resolved.of(c, b, a) : Resolved.of(c, a, b);
      }
    };
  }
}
