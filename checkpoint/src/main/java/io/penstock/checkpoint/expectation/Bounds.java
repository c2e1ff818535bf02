package io.penstock.checkpoint.expectation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * A range of values: {@code min_value}, {@code max_value}, {@code strict_min}, {@code strict_max}.
 *
 * @param min least value, if there is one
 * @param max greatest value, if there is one
 * @param strictMin whether {@code min} itself is outside
 * @param strictMax whether {@code max} itself is outside
 */
public record Bounds(
    Optional<JsonNode> min, Optional<JsonNode> max, boolean strictMin, boolean strictMax) {

  /** Reads bounds of any type that the column can be compared with. */
  public static Bounds read(Kwargs kwargs, Column column) {
    Bounds bounds =
        new Bounds(
            given(kwargs, "min_value", column),
            given(kwargs, "max_value", column),
            kwargs.flag("strict_min", false),
            kwargs.flag("strict_max", false));
    // Whether a text like "5" is a number is known with the column's type.
    boolean settled = column.kind() != ColumnKind.UNKNOWN || !bounds.mixed();
    return settled ? bounds.ordered(kwargs) : bounds;
  }

  private boolean mixed() {
    return Stream.concat(min.stream(), max.stream())
        .anyMatch(bound -> bound.isTextual() && Conversions.number(bound).isPresent());
  }

  /** Reads bounds of which one must be given. */
  public static Bounds readRequired(Kwargs kwargs, Column column) {
    if (!kwargs.has("min_value") && !kwargs.has("max_value")) {
      kwargs.problem("min_value", "min_value and max_value cannot both be None");
    }
    return read(kwargs, column);
  }

  /** Reads bounds of a number. */
  public static Bounds readNumbers(Kwargs kwargs) {
    return new Bounds(
            kwargs.optionalNumber("min_value"),
            kwargs.optionalNumber("max_value"),
            kwargs.flag("strict_min", false),
            kwargs.flag("strict_max", false))
        .ordered(kwargs);
  }

  /** Reads bounds of a count: whole numbers. */
  public static Bounds readCounts(Kwargs kwargs) {
    return new Bounds(
            kwargs.optionalWhole("min_value"),
            kwargs.optionalWhole("max_value"),
            kwargs.flag("strict_min", false),
            kwargs.flag("strict_max", false))
        .ordered(kwargs);
  }

  /** Reads bounds of a count that are inside themselves. */
  public static Bounds readInclusiveCounts(Kwargs kwargs) {
    return new Bounds(
            kwargs.optionalNumber("min_value"), kwargs.optionalNumber("max_value"), false, false)
        .ordered(kwargs);
  }

  private static Optional<JsonNode> given(Kwargs kwargs, String kwarg, Column column) {
    Optional<JsonNode> written = kwargs.value(kwarg);
    boolean numeric = column.kind().numeric() || column.kind() == ColumnKind.BOOLEAN;
    Optional<JsonNode> bound =
        written.flatMap(value ->
            value.isTextual() && !(numeric && Conversions.number(value).isPresent())
                ? Optional.of(value).filter(text -> !text.textValue().isEmpty())
                : Conversions.number(value));
    if (written.isPresent() && bound.isEmpty()) {
      kwargs.problem(
          kwarg, "must be a number, or a date or text that is not empty, not " + written.get());
    }
    return bound;
  }

  private Bounds ordered(Kwargs kwargs) {
    if (min.isPresent() && max.isPresent()) {
      OptionalInt order = compare(min.get(), max.get());
      if (order.isEmpty()) {
        kwargs.problem(
            "min_value",
            "cannot be compared with max_value: %s, %s".formatted(min.get(), max.get()));
      } else if (order.getAsInt() > 0) {
        kwargs.problem(
            "min_value",
            "min_value cannot be greater than max_value: %s > %s".formatted(min.get(), max.get()));
      }
    }
    return this;
  }

  /**
   * SQL predicate: whether a value of the column is inside. Bounds that the column's type cannot be
   * compared with are problems.
   */
  public String sql(Column column, Kwargs kwargs) {
    return column.kind() == ColumnKind.BOOLEAN
        ? sql("CAST(" + column.sql() + " AS INTEGER)", new Column(column.name(), "INTEGER"), kwargs)
        : sql(column.sql(), column, kwargs);
  }

  /** SQL predicate: whether a value of a type, given as SQL, is inside. */
  public String sql(String value, String type, Kwargs kwargs) {
    return sql(value, new Column(value, type), kwargs);
  }

  private String sql(String value, Column compared, Kwargs kwargs) {
    List<String> parts = new ArrayList<>();
    bound("min_value", min, compared, kwargs)
        .ifPresent(literal -> parts.add(value + (strictMin ? " > " : " >= ") + literal));
    bound("max_value", max, compared, kwargs)
        .ifPresent(literal -> parts.add(value + (strictMax ? " < " : " <= ") + literal));
    return parts.isEmpty() ? "true" : "(" + String.join(" AND ", parts) + ")";
  }

  private static Optional<String> bound(
      String kwarg, Optional<JsonNode> bound, Column column, Kwargs kwargs) {
    Optional<String> literal = bound.flatMap(value -> Literal.of(value, column));
    if (bound.isPresent() && literal.isEmpty()) {
      kwargs.problem(
          kwarg,
          "%s cannot be compared with column '%s' of type %s"
              .formatted(bound.get(), column.name(), column.type()));
    }
    return literal;
  }

  /** Whether an observed value is inside; null and NaN are not. */
  public boolean contain(JsonNode observed) {
    if (observed.isNull() || (observed.isDouble() && Double.isNaN(observed.doubleValue()))) {
      return false;
    }
    boolean aboveMin =
        min.isEmpty()
            || holds(compare(observed, min.get()), order -> strictMin ? order > 0 : order >= 0);
    boolean belowMax =
        max.isEmpty()
            || holds(compare(observed, max.get()), order -> strictMax ? order < 0 : order <= 0);
    return aboveMin && belowMax;
  }

  private static boolean holds(OptionalInt order, IntPredicate test) {
    return order.isPresent() && test.test(order.getAsInt());
  }

  /** The order of two values of the same kind; empty if they are not. */
  static OptionalInt compare(JsonNode left, JsonNode right) {
    if (left.isBoolean()) {
      // For Python, true is 1.
      return compare(IntNode.valueOf(left.booleanValue() ? 1 : 0), right);
    }
    if (left.isNumber() && right.isNumber()) {
      return OptionalInt.of(compareNumbers(left, right));
    }
    if (left.isTextual() && right.isTextual()) {
      Optional<LocalDateTime> leftTime = Temporals.parse(left.textValue());
      Optional<LocalDateTime> rightTime = Temporals.parse(right.textValue());
      if (leftTime.isPresent() && rightTime.isPresent()) {
        return OptionalInt.of(leftTime.get().compareTo(rightTime.get()));
      }
      return OptionalInt.of(
          Arrays.compareUnsigned(
              left.textValue().getBytes(StandardCharsets.UTF_8),
              right.textValue().getBytes(StandardCharsets.UTF_8)));
    }
    return OptionalInt.empty();
  }

  /** As Python does: as floats if one is a float, otherwise exactly. */
  private static int compareNumbers(JsonNode left, JsonNode right) {
    if (left.isDouble() || right.isDouble()) {
      // Adding zero makes the two zeros one.
      return Double.compare(left.doubleValue() + 0.0, right.doubleValue() + 0.0);
    }
    return left.decimalValue().compareTo(right.decimalValue());
  }
}
