package io.penstock.checkpoint.expectation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * SQL of comparisons in row conditions.
 *
 * @param missingDiffers whether a missing value is different from every value, as for pandas
 */
record Comparisons(boolean missingDiffers) {
  private static final ObjectMapper NUMBERS = new ObjectMapper();

  /** A column against a value or, for {@code in}, a list of them. */
  String sql(Column column, String operator, JsonNode value) throws BadConditionException {
    return switch (operator.toUpperCase(Locale.ROOT).replace('_', ' ')) {
      case "IN" -> "(" + in(column, value) + ") IS TRUE";
      case "NOT IN" -> negated("(" + in(column, value) + ")");
      case "==", "=" ->
          literal(column, value).map(l -> left(column, value) + " = " + l).orElse("false");
      case "!=", "<>" ->
          literal(column, value)
              .map(l -> different(left(column, value), l))
              .orElse(missingDiffers ? "true" : column.sql() + " IS NOT NULL");
      case "<", "<=", ">", ">=" ->
          left(column, value) + " " + operator + " " + ordered(column, value);
      default -> throw new BadConditionException("'%s' is not an operator".formatted(operator));
    };
  }

  /** Two columns. */
  String sql(Column left, String operator, Column right) throws BadConditionException {
    return switch (operator) {
      case "==" -> left.sql() + " = " + right.sql();
      case "!=" ->
          missingDiffers
              ? "(" + left.sql() + " = " + right.sql() + ") IS NOT TRUE"
              : left.sql() + " <> " + right.sql();
      case "<", "<=", ">", ">=" -> left.sql() + " " + operator + " " + right.sql();
      default ->
          throw new BadConditionException("'%s' does not compare columns".formatted(operator));
    };
  }

  private String different(String left, String right) {
    return left + (missingDiffers ? " IS DISTINCT FROM " : " <> ") + right;
  }

  private String negated(String predicate) {
    return missingDiffers ? predicate + " IS NOT TRUE" : "NOT " + predicate;
  }

  private String in(Column column, JsonNode values) throws BadConditionException {
    if (!values.isArray()) {
      throw new BadConditionException("'in' needs a list, not " + values);
    }
    List<JsonNode> list = new ArrayList<>();
    values.forEach(list::add);
    return Literal.in(column.sql(), Literal.set(list, column));
  }

  private String ordered(Column column, JsonNode value) throws BadConditionException {
    return literal(column, value)
        .orElseThrow(() ->
            new BadConditionException(
                "%s cannot be compared with column '%s' of type %s"
                    .formatted(value, column.name(), column.type())));
  }

  /** What was a number among texts is text in a column of one type, so it is read as one again. */
  private static String left(Column column, JsonNode value) {
    return readAsNumber(column, value) ? "TRY_CAST(" + column.sql() + " AS DOUBLE)" : column.sql();
  }

  private static boolean readAsNumber(Column column, JsonNode value) {
    return column.kind() == ColumnKind.TEXT && value.isNumber();
  }

  /** In SQL's way, a text that looks like a number is one beside a numeric column. */
  private Optional<String> literal(Column column, JsonNode value) {
    if (readAsNumber(column, value)) {
      return Optional.of(Literal.floating(value.doubleValue()));
    }
    Optional<String> literal = Literal.of(value, column);
    if (literal.isEmpty() && !missingDiffers && value.isTextual() && column.kind().numeric()) {
      try {
        return Literal.of(NUMBERS.readTree(value.textValue()), column);
      } catch (JsonProcessingException e) {
        return Optional.empty();
      }
    }
    return literal;
  }
}
