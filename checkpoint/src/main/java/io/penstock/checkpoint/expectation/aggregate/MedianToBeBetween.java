package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Bounds;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * {@code expect_column_median_to_be_between}: the middle value, or the mean of the two in the
 * middle.
 */
record MedianToBeBetween(Ranks ranks, Bounds bounds) implements AggregateExpectation {
  static MedianToBeBetween read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    return new MedianToBeBetween(
        new Ranks(column, column.number(kwargs, "column")), Bounds.readNumbers(kwargs));
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
    return count == 0
        ? List.of()
        : List.of(batch ->
            ranks.query(batch, measured, new TreeSet<>(List.of((count - 1) / 2, count / 2))));
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    long count = observations.count(0);
    Map<Long, Double> values = Ranks.values(observations);
    JsonNode median =
        count == 0
            ? NullNode.instance
            : DoubleNode.valueOf(
                middle(
                    values.getOrDefault((count - 1) / 2, Double.NaN),
                    values.getOrDefault(count / 2, Double.NaN)));
    boolean unbounded = count > 0 && bounds.min().isEmpty() && bounds.max().isEmpty();
    return Evaluation.of(unbounded || bounds.contain(median), median);
  }

  private static double middle(double lower, double higher) {
    return lower == higher ? lower : (lower + higher) / 2;
  }
}
