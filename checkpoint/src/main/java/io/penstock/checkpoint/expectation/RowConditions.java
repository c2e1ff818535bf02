package io.penstock.checkpoint.expectation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code row_condition} and {@code condition_parser}: which rows an expectation is about.
 *
 * <p>Three forms are understood. The structured one of Great Expectations 1.x ({@code {"type":
 * "comparison", "column": {"name": "x"}, "operator": ">", "parameter": 1}}, {@code nullity}, {@code
 * and}, {@code or}, {@code pass_through}), strings of Great Expectations itself ({@code col("x") >
 * 1}), which it makes the structured form of, and strings for pandas ({@code x > 1 and y == "a"})
 * leave missing values out of every comparison but {@code !=} and {@code not in}, as pandas does.
 * Strings of Spark ({@code x = 1 AND y IS NULL}) leave them out of these too, as SQL does.
 */
final class RowConditions {
  private static final String KWARG = "row_condition";

  private RowConditions() {}

  /** How a condition that is a text is written. */
  private enum Dialect {
    PANDAS,
    SPARK
  }

  /** The condition as an SQL predicate, if there is one. */
  static Optional<String> read(Kwargs kwargs) {
    Dialect dialect =
        kwargs.choice(
            "condition_parser",
            "pandas",
            Map.of(
                "pandas", Dialect.PANDAS,
                "python", Dialect.PANDAS,
                "spark", Dialect.SPARK,
                "great_expectations", Dialect.PANDAS,
                "great_expectations__experimental__", Dialect.PANDAS));
    Optional<JsonNode> condition = kwargs.value(KWARG);
    if (condition.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (condition.get().isTextual()) {
        return Optional.of(parse(condition.get().textValue(), kwargs, dialect));
      }
      // What is structured means the same whatever the parser; what is passed through is for it.
      return Optional.of(structured(condition.get(), kwargs, new Comparisons(true), dialect));
    } catch (BadConditionException e) {
      kwargs.problem(KWARG, e.getMessage());
      return Optional.empty();
    }
  }

  private static String parse(String text, Kwargs kwargs, Dialect dialect)
      throws BadConditionException {
    boolean spark = dialect == Dialect.SPARK;
    return new RowConditionParser(
            spark ? SparkFilter.toExpression(text) : text,
            name -> kwargs.existing(KWARG, name),
            new Comparisons(!spark))
        .parse();
  }

  private static String structured(
      JsonNode json, Kwargs kwargs, Comparisons comparisons, Dialect dialect)
      throws BadConditionException {
    String type = json.path("type").asText();
    return switch (type) {
      case "comparison" -> {
        if (json.path("parameter").isNull() || json.path("parameter").isMissingNode()) {
          throw new BadConditionException(
              "a comparison needs a parameter; for missing values there is nullity");
        }
        yield comparisons.sql(
            column(json, kwargs), json.path("operator").asText(), json.path("parameter"));
      }
      case "nullity" ->
          column(json, kwargs).sql()
              + (json.path("is_null").asBoolean() ? " IS NULL" : " IS NOT NULL");
      case "and" -> joined(json, " AND ", kwargs, comparisons, dialect);
      case "or" -> joined(json, " OR ", kwargs, comparisons, dialect);
      case "pass_through" -> parse(json.path("pass_through_filter").asText(), kwargs, dialect);
      default -> throw new BadConditionException("'%s' is not a type of condition".formatted(type));
    };
  }

  private static String joined(
      JsonNode json, String operator, Kwargs kwargs, Comparisons comparisons, Dialect dialect)
      throws BadConditionException {
    StringBuilder sql = new StringBuilder();
    for (JsonNode part : json.path("conditions")) {
      sql.append(sql.isEmpty() ? "(" : operator)
          .append(structured(part, kwargs, comparisons, dialect));
    }
    if (sql.isEmpty()) {
      throw new BadConditionException(
          "'%s' joins no conditions".formatted(json.path("type").asText()));
    }
    return sql.append(')').toString();
  }

  private static Column column(JsonNode json, Kwargs kwargs) {
    JsonNode column = json.path("column");
    return kwargs.existing(
        KWARG, column.isTextual() ? column.asText() : column.path("name").asText());
  }
}
