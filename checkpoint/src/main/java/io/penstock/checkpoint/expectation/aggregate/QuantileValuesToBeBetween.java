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
import java.util.TreeSet;

/**
 * {@code expect_column_quantile_values_to_be_between}. A quantile between two values is taken as
 * {@code allow_relative_error} says: the nearest of them by default.
 *
 * @param quantiles between 0 and 1
 * @param ranges the least and the greatest value of each quantile; null where there is no bound
 */
record QuantileValuesToBeBetween(
    Ranks ranks, List<Double> quantiles, List<JsonNode> ranges, Interpolation interpolation)
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
        // From the nearer side, which matters beside an infinity.
        case LINEAR ->
            fraction < 0.5
                ? lower + (higher - lower) * fraction
                : higher - (higher - lower) * (1 - fraction);
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
    for (JsonNode quantile : wanted.path("quantiles")) {
      if (!quantile.isNumber()) {
        kwargs.problem("quantile_ranges", "has a quantile that is not a number: " + quantile);
      }
      quantiles.add(quantile.doubleValue());
    }
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
        new Ranks(column, column.number(kwargs, "column")), quantiles, ranges, interpolation);
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
  public Column column() {
    return ranks.column();
  }

  @Override
  public List<String> measures() {
    return ranks.measures();
  }

  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    long count = Ranks.count(measured);
    if (count == 0) {
      return List.of();
    }
    Set<Long> places = new TreeSet<>();
    for (double quantile : quantiles) {
      places.add((long) Math.floor(place(quantile, count)));
      places.add((long) Math.ceil(place(quantile, count)));
    }
    return List.of(batch -> ranks.query(batch, measured, places));
  }

  private static double place(double quantile, long count) {
    return quantile * Math.max(0, count - 1);
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    Map<Long, Double> values = Ranks.values(observations);
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
