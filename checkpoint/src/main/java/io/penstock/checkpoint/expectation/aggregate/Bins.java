package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Literal;
import io.penstock.checkpoint.expectation.MeasuredExpectation.DataQuery;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.aggregate.KlDivergenceToBeLessThan.Partition;
import io.penstock.checkpoint.expectation.aggregate.KlDivergenceToBeLessThan.Shares;
import java.util.ArrayList;
import java.util.List;

/**
 * Expected shares of the bins of a histogram. A bin holds its lower edge, the last one both.
 *
 * @param number SQL of the value as a number
 * @param edges one more than there are bins, increasing; the outer ones may be infinite
 * @param weights expected share of each bin
 * @param tails expected shares below and above all bins
 */
record Bins(
    Column column, String number, List<Double> edges, List<Double> weights, List<Double> tails)
    implements Partition {

  static Bins read(JsonNode json, Column column, double tail, double internal, Kwargs kwargs) {
    List<Double> edges = numbers(json.path("bins"));
    List<Double> weights = numbers(json.path("weights"));
    List<Double> tails = numbers(json.path("tail_weights"));
    String number = column.number(kwargs, "column");
    List<Double> all = new ArrayList<>(weights);
    all.addAll(tails);
    boolean increasing = true;
    for (int i = 1; i < edges.size(); i++) {
      increasing &= edges.get(i - 1) < edges.get(i);
    }
    boolean tailsFit = !json.has("tail_weights") || tails.size() == 2;
    if (weights.isEmpty()
        || edges.size() != weights.size() + 1
        || !increasing
        || !tailsFit
        || !KlDivergenceToBeLessThan.addUp(all)) {
      kwargs.problem(
          "partition_object",
          "needs increasing bins, one more than weights, which add up to 1 with the two tail_weights");
      return new Bins(column, number, List.of(0.0, 1.0), List.of(1.0), List.of(0.0, 0.0));
    }
    return held(column, number, edges, weights, tails, tail, internal, kwargs);
  }

  /** Takes weight from the bins for empty ones and for the tails. */
  private static Bins held(
      Column column,
      String number,
      List<Double> edges,
      List<Double> weights,
      List<Double> tails,
      double tail,
      double internal,
      Kwargs kwargs) {
    boolean openBelow = edges.getFirst() == Double.NEGATIVE_INFINITY;
    boolean openAbove = edges.getLast() == Double.POSITIVE_INFINITY;
    if (tail > 0 && !tails.isEmpty()) {
      kwargs.problem("tail_weight_holdout", "must be 0 where the partition has tail_weights");
    }
    if ((openBelow || openAbove) && !tails.isEmpty()) {
      kwargs.problem("partition_object", "has tail_weights beside an infinite bin");
    }
    if (openBelow && openAbove && tail > 0) {
      kwargs.problem("tail_weight_holdout", "must be 0 where both outer bins are infinite");
    }
    long empty = weights.stream().filter(weight -> weight == 0).count();
    List<Double> held =
        weights.stream()
            .map(weight -> weight * (1 - tail - internal))
            .map(weight -> weight == 0 && internal > 0 ? internal / empty : weight)
            .toList();
    List<Double> outer =
        !tails.isEmpty()
            ? tails
            : List.of(
                openBelow ? 0.0 : openAbove ? tail : tail / 2,
                openAbove ? 0.0 : openBelow ? tail : tail / 2);
    return new Bins(column, number, edges, held, outer);
  }

  private static List<Double> numbers(JsonNode list) {
    List<Double> numbers = new ArrayList<>();
    list.forEach(element -> numbers.add(number(element)));
    return numbers;
  }

  /** A number; infinities may be written as text. */
  private static double number(JsonNode element) {
    return switch (element.asText()) {
      case "Infinity", "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
      default -> element.isNumber() ? element.doubleValue() : Double.NaN;
    };
  }

  @Override
  public List<String> measures() {
    List<String> measures = new ArrayList<>();
    measures.add("count(" + column.sql() + ")");
    measures.add(countWhere(number + " < " + Literal.floating(edges.getFirst())));
    for (int i = 0; i < weights.size(); i++) {
      boolean last = i == weights.size() - 1;
      measures.add(
          countWhere(
              "%s >= %s AND %s %s %s"
                  .formatted(
                      number,
                      Literal.floating(edges.get(i)),
                      number,
                      last ? "<=" : "<",
                      Literal.floating(edges.get(i + 1)))));
    }
    measures.add(countWhere(number + " > " + Literal.floating(edges.getLast())));
    return measures;
  }

  /** A single call, because a FILTER may follow it. */
  private static String countWhere(String predicate) {
    return "count(CASE WHEN " + predicate + " THEN 1 END)";
  }

  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    return List.of();
  }

  @Override
  public Shares shares(Observations observations) {
    double count = observations.count(0);
    int bins = weights.size();
    double[] observed = new double[bins + 2];
    double[] expected = new double[bins + 2];
    for (int i = 0; i < bins + 2; i++) {
      observed[i] = observations.count(1 + i) / count;
    }
    expected[0] = tails.getFirst();
    expected[bins + 1] = tails.getLast();
    for (int i = 0; i < bins; i++) {
      expected[i + 1] = weights.get(i);
    }
    return new Shares(
        observed, expected, KlDivergenceToBeLessThan.details(json(observed), json(expected)));
  }

  /** Infinite bins are shown as tails. */
  private ObjectNode json(double[] shares) {
    int first = edges.getFirst() == Double.NEGATIVE_INFINITY ? 1 : 0;
    int last = weights.size() - (edges.getLast() == Double.POSITIVE_INFINITY ? 1 : 0);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode bins = json.putArray("bins");
    edges.subList(first, last + 1).forEach(bins::add);
    ArrayNode inner = json.putArray("weights");
    for (int i = first; i < last; i++) {
      inner.add(shares[i + 1]);
    }
    json.putArray("tail_weights")
        .add(first == 1 ? shares[1] : shares[0])
        .add(last < weights.size() ? shares[weights.size()] : shares[weights.size() + 1]);
    return json;
  }
}
