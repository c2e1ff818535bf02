package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code expect_column_quantile_values_to_be_between}. Found by sorting, which the engine does in
 * bounded memory. A quantile between two values is taken as {@code allow_relative_error} says: the
 * nearest of them by default.
 *
 * @param number SQL of the value as a number
 * @param quantiles between 0 and 1
 * @param ranges the least and the greatest value of each quantile; null where there is no bound
 */
record QuantileValuesToBeBetween(
    Column column,
    String number,
    List<Double> quantiles,
    List<JsonNode> ranges,
    Interpolation interpolation)
    implements AggregateExpectation {
  /** Great Expectations takes values as close to a bound as this for equal to it. */
  private static final double RELATIVE_TOLERANCE = 1e-4;

  /** How numpy finds a value between two others. */
  private enum Interpolation {
    NEAREST,
    LOWER,
    HIGHER,
    MIDPOINT,
    LINEAR;

    double between(double lower, double higher, long rank, double fraction) {
      return switch (this) {
        case LOWER -> lower;
        case HIGHER -> fraction == 0 ? lower : higher;
        case MIDPOINT -> fraction == 0 ? lower : (lower + higher) / 2;
        case LINEAR -> lower + (higher - lower) * fraction;
        case NEAREST -> {
          boolean up = fraction > 0.5 || (fraction == 0.5 && rank % 2 == 1);
          yield up ? higher : lower;
        }
      };
    }
  }

  static QuantileValuesToBeBetween read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    JsonNode wanted = kwargs.value("quantile_ranges").orElse(JsonNodeFactory.instance.nullNode());
    List<Double> quantiles = new ArrayList<>();
    wanted.path("quantiles").forEach(quantile -> quantiles.add(quantile.doubleValue()));
    List<JsonNode> ranges = new ArrayList<>();
    wanted.path("value_ranges").forEach(ranges::add);
    if (quantiles.isEmpty() || quantiles.size() != ranges.size()) {
      kwargs.problem(
          "quantile_ranges", "needs as many value_ranges as quantiles, and at least one of each");
    }
    if (quantiles.stream().anyMatch(quantile -> quantile < 0 || quantile > 1)) {
      kwargs.problem("quantile_ranges", "has a quantile that is not between 0 and 1");
    }
    ranges.forEach(range -> check(range, kwargs));
    Interpolation interpolation =
        kwargs.choice(
            "allow_relative_error",
            "false",
            Map.of(
                "false", Interpolation.NEAREST,
                "true", Interpolation.NEAREST,
                "nearest", Interpolation.NEAREST,
                "lower", Interpolation.LOWER,
                "higher", Interpolation.HIGHER,
                "midpoint", Interpolation.MIDPOINT,
                "linear", Interpolation.LINEAR));
    return new QuantileValuesToBeBetween(
        column, column.number(kwargs, "column"), quantiles, ranges, interpolation);
  }

  private static void check(JsonNode range, Kwargs kwargs) {
    boolean pair = range.isArray() && range.size() == 2;
    if (!pair || !isBound(range.get(0)) || !isBound(range.get(1))) {
      kwargs.problem("quantile_ranges", "has a range that is not two numbers or nulls: " + range);
    } else if (range.get(0).isNumber()
        && range.get(1).isNumber()
        && range.get(0).doubleValue() > range.get(1).doubleValue()) {
      kwargs.problem("quantile_ranges", "has a range whose minimum is above its maximum: " + range);
    }
  }

  private static boolean isBound(JsonNode node) {
    return node.isNull() || node.isNumber();
  }

  @Override
  public List<String> measures() {
    return List.of("count(" + column.sql() + ")");
  }

  @Override
  public List<DataQuery> queries() {
    return List.of((batch, measured) -> {
      Set<Long> ranks = new TreeSet<>(Set.of(0L));
      for (double quantile : quantiles) {
        double place = place(quantile, measured.getFirst().longValue());
        ranks.add((long) Math.floor(place));
        ranks.add((long) Math.ceil(place));
      }
      return """
      SELECT place, v FROM (
        SELECT CAST(%s AS DOUBLE) AS v, row_number() OVER (ORDER BY %s) - 1 AS place
        FROM %s WHERE %s IS NOT NULL)
      WHERE place IN (%s) ORDER BY place\
      """
          .formatted(
              number,
              number,
              batch,
              column.sql(),
              ranks.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    });
  }

  private static double place(double quantile, long count) {
    return quantile * Math.max(0, count - 1);
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    Map<Long, Double> values = new TreeMap<>();
    observations
        .rows(0)
        .forEach(row -> values.put(row.get(0).longValue(), row.get(1).doubleValue()));
    ObjectNode observed = JsonNodeFactory.instance.objectNode();
    ArrayNode observedQuantiles = observed.putArray("quantiles");
    ArrayNode observedValues = observed.putArray("values");
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    ArrayNode successes = details.putArray("success_details");
    boolean success = true;
    for (int i = 0; i < quantiles.size(); i++) {
      observedQuantiles.add(quantiles.get(i));
      boolean inside = false;
      if (values.isEmpty()) {
        observedValues.addNull();
      } else {
        double value = value(quantiles.get(i), observations.count(0), values);
        observedValues.add(value);
        inside = inside(value, ranges.get(i));
      }
      successes.add(inside);
      success &= inside;
    }
    return Evaluation.of(success, observed).with("details", details);
  }

  private double value(double quantile, long count, Map<Long, Double> values) {
    double place = place(quantile, count);
    long rank = (long) Math.floor(place);
    double lower = values.getOrDefault(rank, Double.NaN);
    double higher = values.getOrDefault((long) Math.ceil(place), Double.NaN);
    return interpolation.between(lower, higher, rank, place - rank);
  }

  private static boolean inside(double value, JsonNode range) {
    double min = range.get(0).isNull() ? Double.NEGATIVE_INFINITY : range.get(0).doubleValue();
    double max = range.get(1).isNull() ? Double.POSITIVE_INFINITY : range.get(1).doubleValue();
    return (min <= value && value <= max) || close(value, min) || close(value, max);
  }

  private static boolean close(double value, double bound) {
    return Double.isFinite(bound)
        && Math.abs(value - bound) <= RELATIVE_TOLERANCE * Math.abs(bound);
  }
}
