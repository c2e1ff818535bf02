package io.penstock.checkpoint.expectation.text;

import org.jspecify.annotations.Nullable;

/** The parts of a time of day that {@link DateutilText} has read; absent ones count as 0. */
final class ClockParts {
  private @Nullable Integer hour;
  private @Nullable Integer minute;
  private @Nullable Integer second;

  boolean isEmpty() {
    return hour == null && minute == null && second == null;
  }

  boolean hasHour() {
    return hour != null;
  }

  int hour() {
    return hour == null ? 0 : hour;
  }

  int minute() {
    return minute == null ? 0 : minute;
  }

  int second() {
    return second == null ? 0 : second;
  }

  void hour(int value) {
    hour = value;
  }

  void minute(int value) {
    minute = value;
  }

  void second(int value) {
    second = value;
  }

  /**
   * An hour with AM or PM.
   *
   * @param half 0 for AM, 1 for PM
   */
  void hour(int value, int half) {
    hour = adjusted(value, half);
  }

  /** AM (0) or PM (1) behind an hour. */
  void half(int half) {
    hour = adjusted(requireTwelveHours(), half);
  }

  /** Minutes, and of their fraction seconds. */
  void minutes(double value) {
    minute = (int) value;
    second = value % 1 == 0 ? null : (Integer) (int) (60 * (value % 1));
  }

  /** Seconds without their fraction, which has to be one. */
  static int wholeSeconds(String value) {
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
}
