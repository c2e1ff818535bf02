package io.penstock.checkpoint.expectation;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.lake.engine.Sql;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From values in kwargs to SQL literals that compare with a column as the column's type asks. */
public final class Literal {
  /** Digits that the engine's decimals hold. */
  private static final int DECIMAL_DIGITS_MAX = 38;

  private static final BigInteger BIGINT_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger BIGINT_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private Literal() {}

  /** The literal; empty if no value of the column can be equal to or ordered against it. */
  public static Optional<String> of(JsonNode value, Column column) {
    if (value.isDouble() && Double.isInfinite(value.doubleValue())) {
      return column.kind().numeric()
          ? Optional.of(floating(value.doubleValue()))
          : Optional.empty();
    }
    return switch (column.kind()) {
      case INTEGER, DECIMAL -> number(value).map(Literal::exact);
      case FLOAT -> number(value).map(number -> floating(number, column.type()));
      case BOOLEAN -> bool(value);
      case TEXT -> text(value).map(Sql::literal);
      case DATE, TIMESTAMP ->
          text(value)
              .flatMap(Temporals::parse)
              .map(time -> "TIMESTAMP " + Sql.literal(Temporals.sqlText(time)));
      case TIMESTAMP_TZ ->
          text(value)
              .flatMap(Temporals::parse)
              .map(time -> "TIMESTAMPTZ " + Sql.literal(Temporals.sqlText(time) + "+00"));
      case OTHER ->
          text(value).map(text -> "TRY_CAST(" + Sql.literal(text) + " AS " + column.type() + ")");
      case UNKNOWN -> Optional.of(natural(value));
    };
  }

  /** As the value itself is, where no type of a column says more. */
  private static String natural(JsonNode value) {
    if (value.isTextual()) {
      return Sql.literal(value.textValue());
    }
    return value.isNumber() || value.isBoolean()
        ? number(value).map(Literal::exact).orElse("NULL")
        : "NULL";
  }

  /**
   * The literals of a set's values; nulls and values of other types, which equal nothing, left out.
   */
  public static List<String> set(List<JsonNode> values, Column column) {
    return values.stream()
        .filter(value -> !value.isNull())
        .flatMap(value -> of(value, column).stream())
        .distinct()
        .toList();
  }

  /**
   * SQL predicate: whether a value is in a set, which can be empty; null if the value is missing.
   */
  public static String in(String sql, List<String> literals) {
    return literals.isEmpty()
        ? "(" + sql + " IS NULL AND NULL)"
        : sql + " IN (" + String.join(", ", literals) + ")";
  }

  /** A number as a literal of the engine's widest floating type. */
  public static String floating(double value) {
    return "CAST('" + value + "' AS DOUBLE)";
  }

  private static Optional<BigDecimal> number(JsonNode value) {
    if (value.isBoolean()) {
      // For Python, true is 1.
      return Optional.of(value.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO);
    }
    return value.isNumber() ? Optional.of(value.decimalValue()) : Optional.empty();
  }

  private static Optional<String> bool(JsonNode value) {
    if (value.isBoolean()) {
      return Optional.of(value.asText());
    }
    return number(value)
        .flatMap(number ->
            Stream.of(BigDecimal.ZERO, BigDecimal.ONE)
                .filter(bit -> bit.compareTo(number) == 0)
                .findFirst())
        .map(bit -> bit.signum() == 0 ? "false" : "true");
  }

  private static Optional<String> text(JsonNode value) {
    return Optional.ofNullable(value.textValue());
  }

  private static String exact(BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    if (plain.scale() <= 0 && plain.precision() - plain.scale() <= DECIMAL_DIGITS_MAX) {
      BigInteger integer = plain.toBigIntegerExact();
      boolean fits = integer.compareTo(BIGINT_MIN) >= 0 && integer.compareTo(BIGINT_MAX) <= 0;
      return "CAST('" + integer + "' AS " + (fits ? "BIGINT" : "HUGEINT") + ")";
    }
    int digits = Math.max(plain.precision(), plain.scale());
    if (plain.scale() > 0 && digits <= DECIMAL_DIGITS_MAX) {
      return "CAST('%s' AS DECIMAL(%d, %d))"
          .formatted(plain.toPlainString(), digits, plain.scale());
    }
    return floating(number.doubleValue());
  }

  private static String floating(BigDecimal number, String type) {
    return "CAST('" + number.doubleValue() + "' AS " + type + ")";
  }
}
