package io.penstock.contracts.pipeline;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types that a field of an event can have. */
public sealed interface ScalarType {
  /** Types without parameters; the name in lower case is the text form. */
  enum Simple implements ScalarType {
    /** UTF-8 text. */
    STRING,
    /** 32-bit signed integer. */
    INT,
    /** 64-bit signed integer. */
    LONG,
    /** IEEE 754 double; NaN and infinities cannot occur in JSON. */
    DOUBLE,
    BOOLEAN,
    /** ISO 8601 date. */
    DATE,
    /** ISO 8601 date and time with an offset, kept in microseconds UTC. */
    TIMESTAMP;

    @JsonValue
    @Override
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An exact decimal, {@code decimal(precision,scale)}.
   *
   * @param precision digits in all, 1 to 38
   * @param scale digits after the point, 0 to precision
   */
  record Decimal(int precision, int scale) implements ScalarType {
    public Decimal {
      if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
        throw new IllegalArgumentException(
            "decimal(precision,scale) needs 1 <= precision <= 38 and 0 <= scale <= precision");
      }
    }

    @JsonValue
    @Override
    public String text() {
      return "decimal(" + precision + "," + scale + ")";
    }
  }

  /** The type as it is written in a spec. */
  String text();

  /** Reads {@code string}, {@code int}, …, {@code decimal(p,s)}. */
  @JsonCreator
  static ScalarType parse(String text) {
    Matcher decimal = DecimalSyntax.PATTERN.matcher(text);
    if (decimal.matches()) {
      return new Decimal(
          Integer.parseInt(decimal.group("precision")), Integer.parseInt(decimal.group("scale")));
    }
    for (Simple simple : Simple.values()) {
      if (simple.text().equals(text)) {
        return simple;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is not a type: use string, int, long, double, boolean, date, timestamp or decimal(p,s)"
            .formatted(text));
  }

  /** Keeps the pattern out of the interface's public constants. */
  final class DecimalSyntax {
    private static final Pattern PATTERN =
        Pattern.compile("decimal\\((?<precision>\\d{1,2}),\\s*(?<scale>\\d{1,2})\\)");

    private DecimalSyntax() {}
  }
}
