package io.penstock.ingest.eventtime;

import io.penstock.ingest.eventtime.EventTimeReading.At;
import io.penstock.ingest.eventtime.EventTimeReading.Implausible;
import io.penstock.ingest.eventtime.EventTimeReading.Unreadable;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A number of seconds, milliseconds or microseconds since 1970-01-01T00:00:00Z, with or without a
 * fraction.
 *
 * @param name the format's name in a spec
 * @param digitsToMicros decimal digits between the unit and a microsecond
 */
record EpochFormat(String name, int digitsToMicros) implements EventTimeFormat {
  /** Digits that fit a long whatever they are. */
  private static final int LONG_DIGITS = 18;

  /** Longer numbers are no times; the limit keeps the conversion of absurd ones cheap. */
  private static final int TEXT_MAX = 100;

  /** Digits before the point of anything that can still be a time in microseconds. */
  private static final int INTEGER_DIGITS_MAX = 20;

  private static final Implausible OUT_OF_RANGE =
      new Implausible("is not within the years 0001 to 9999");

  @Override
  public EventTimeReading read(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int digits = text.length() - start;
    if (digits == 0 || digits > LONG_DIGITS) {
      return ofDecimal(text);
    }
    long value = 0;
    for (int i = start; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return ofDecimal(text);
      }
      value = 10 * value + digit;
    }
    return ofMicros(scaled(start == 0 ? value : -value));
  }

  /** Saturates: whatever overflows is out of range anyway. */
  private long scaled(long value) {
    long unit =
        switch (digitsToMicros) {
          case 6 -> 1_000_000;
          case 3 -> 1_000;
          default -> 1;
        };
    long high = Math.multiplyHigh(value, unit);
    long low = value * unit;
    boolean fits = (high == 0 && low >= 0) || (high == -1 && low < 0);
    return fits ? low : value < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private EventTimeReading ofDecimal(String text) {
    if (!hasOnlyNumberCharacters(text)) {
      return unreadable();
    }
    if (text.length() > TEXT_MAX) {
      return OUT_OF_RANGE;
    }
    BigDecimal number;
    try {
      number = new BigDecimal(text);
    } catch (NumberFormatException e) {
      return unreadable();
    }
    // 1e999999999 is a valid number; writing it out would take all memory.
    long integerDigits = (long) number.precision() - number.scale() + digitsToMicros;
    if (integerDigits > INTEGER_DIGITS_MAX) {
      return number.signum() == 0 ? new At(0) : OUT_OF_RANGE;
    }
    if (integerDigits < -1) {
      return new At(number.signum() < 0 ? -1 : 0);
    }
    BigDecimal micros = number.movePointRight(digitsToMicros).setScale(0, RoundingMode.FLOOR);
    return micros.toBigInteger().bitLength() < Long.SIZE
        ? ofMicros(micros.longValue())
        : OUT_OF_RANGE;
  }

  /** BigDecimal also takes the digits of other scripts. */
  private static boolean hasOnlyNumberCharacters(String text) {
    return text.chars().allMatch(c -> "+-.eE0123456789".indexOf(c) >= 0);
  }

  private static EventTimeReading ofMicros(long micros) {
    return EpochMicros.inRange(micros) ? new At(micros) : OUT_OF_RANGE;
  }

  private Unreadable unreadable() {
    return new Unreadable("is not a number (" + name + ")");
  }
}
