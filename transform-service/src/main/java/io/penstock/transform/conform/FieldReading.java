package io.penstock.transform.conform;

import com.fasterxml.jackson.core.JsonGenerator;
import io.penstock.contracts.pipeline.ScalarType;
import io.penstock.contracts.pipeline.ScalarType.Decimal;
import io.penstock.contracts.pipeline.ScalarType.Simple;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * Reads a JSON value as a declared type, strictly: a value that the type cannot hold exactly is an
 * error, never a near miss. (Doubles are the nearest double, as in every JSON reader; times are cut
 * to microseconds.) Writes it in the engine's form, see {@link Decoded.Event#json}.
 */
final class FieldReading {
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})");
  private static final Instant TIME_MIN = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant TIME_MAX = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /** More digits than any type has: longer numbers are not worth computing with. */
  private static final int NUMBER_CHARS_MAX = 400;

  private final JsonGenerator out;

  FieldReading(JsonGenerator out) {
    this.out = out;
  }

  /** A value that is not of the type; the message says what was found. */
  static final class MismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    MismatchException(String message) {
      super(message, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /** Reads the value and writes it. */
  void copy(ScalarType type, JsonValue value) throws IOException, MismatchException {
    switch (type) {
      case Simple simple -> copySimple(simple, value);
      case Decimal decimal -> out.writeString(decimal(decimal, value));
    }
  }

  private void copySimple(Simple type, JsonValue value) throws IOException, MismatchException {
    switch (type) {
      case STRING -> out.writeString(string(value));
      case INT -> out.writeNumber(integer(type, value, Integer.SIZE));
      case LONG -> out.writeNumber(integer(type, value, Long.SIZE));
      case DOUBLE -> out.writeNumber(real(value));
      case BOOLEAN -> {
        require(value.kind() == JsonValue.Kind.BOOLEAN, type, value);
        out.writeBoolean(value.text().equals("true"));
      }
      case DATE -> out.writeString(date(value).toString());
      case TIMESTAMP -> out.writeString(timestamp(value).toString());
    }
  }

  private static String string(JsonValue value) throws MismatchException {
    require(value.kind() == JsonValue.Kind.STRING, Simple.STRING, value);
    if (value.hasLoneSurrogate()) {
      throw new MismatchException("holds half a surrogate pair, which is not text");
    }
    return value.text();
  }

  /** As JSON Schema has it, 1.0 and 1e2 are integers too. */
  private static BigInteger integer(Simple type, JsonValue value, int bits)
      throws MismatchException {
    BigDecimal number = number(type, value);
    if (integerDigits(number) > Long.toString(Long.MAX_VALUE).length()) {
      throw outOfRange(type, value);
    }
    if (number.stripTrailingZeros().scale() > 0) {
      throw mismatch(type, value);
    }
    BigInteger integer = number.toBigInteger();
    if (integer.bitLength() >= bits) {
      throw outOfRange(type, value);
    }
    return integer;
  }

  private static double real(JsonValue value) throws MismatchException {
    boolean integer = value.kind() == JsonValue.Kind.INTEGER;
    require(integer || value.kind() == JsonValue.Kind.NUMBER, Simple.DOUBLE, value);
    double number = Double.parseDouble(value.text());
    if (Double.isInfinite(number)) {
      throw outOfRange(Simple.DOUBLE, value);
    }
    // The integer -0 is 0.
    return integer && number == 0 ? 0.0 : number;
  }

  private static String decimal(Decimal type, JsonValue value) throws MismatchException {
    BigDecimal number = number(type, value);
    if (integerDigits(number) > type.precision() - type.scale()) {
      throw outOfRange(type, value);
    }
    if (number.stripTrailingZeros().scale() > type.scale()) {
      throw new MismatchException(
          String.format(
              "expected %s, found %s, which has more digits after the point",
              type.text(), value.shown()));
    }
    return number.setScale(type.scale()).toPlainString();
  }

  /** Digits before the point, without computing a number as long as its exponent says. */
  private static long integerDigits(BigDecimal number) {
    return number.signum() == 0 ? 0 : (long) number.precision() - number.scale();
  }

  private static BigDecimal number(ScalarType type, JsonValue value) throws MismatchException {
    require(
        value.kind() == JsonValue.Kind.INTEGER || value.kind() == JsonValue.Kind.NUMBER,
        type,
        value);
    if (value.text().length() > NUMBER_CHARS_MAX) {
      throw outOfRange(type, value);
    }
    try {
      return new BigDecimal(value.text());
    } catch (NumberFormatException _) {
      // The exponent has more than ten digits.
      throw outOfRange(type, value);
    }
  }

  private static LocalDate date(JsonValue value) throws MismatchException {
    require(value.kind() == JsonValue.Kind.STRING, Simple.DATE, value);
    require(DATE.matcher(value.text()).matches(), Simple.DATE, value);
    try {
      LocalDate date = LocalDate.parse(value.text());
      require(date.getYear() > 0, Simple.DATE, value);
      return date;
    } catch (DateTimeException _) {
      throw mismatch(Simple.DATE, value);
    }
  }

  private static Instant timestamp(JsonValue value) throws MismatchException {
    require(value.kind() == JsonValue.Kind.STRING, Simple.TIMESTAMP, value);
    require(TIMESTAMP.matcher(value.text()).matches(), Simple.TIMESTAMP, value);
    try {
      Instant time = OffsetDateTime.parse(value.text()).toInstant();
      require(!time.isBefore(TIME_MIN) && !time.isAfter(TIME_MAX), Simple.TIMESTAMP, value);
      return time.truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException _) {
      throw mismatch(Simple.TIMESTAMP, value);
    }
  }

  private static void require(boolean holds, ScalarType type, JsonValue value)
      throws MismatchException {
    if (!holds) {
      throw mismatch(type, value);
    }
  }

  private static MismatchException mismatch(ScalarType type, JsonValue value) {
    return new MismatchException(
        String.format("expected %s, found %s", type.text(), value.shown()));
  }

  private static MismatchException outOfRange(ScalarType type, JsonValue value) {
    return new MismatchException(
        String.format("expected %s, found %s, which is out of range", type.text(), value.shown()));
  }
}
