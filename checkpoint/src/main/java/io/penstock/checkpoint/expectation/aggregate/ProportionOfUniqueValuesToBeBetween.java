package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Bounds;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import java.util.List;

/**
 * {@code expect_column_proportion_of_unique_values_to_be_between}: distinct values among the values
 * that are not missing; 0 if there are none.
 */
record ProportionOfUniqueValuesToBeBetween(Column column, Bounds bounds)
    implements AggregateExpectation {
  static ProportionOfUniqueValuesToBeBetween read(Kwargs kwargs) {
    return new ProportionOfUniqueValuesToBeBetween(
        kwargs.column("column"), Bounds.readNumbers(kwargs));
  }

  @Override
  public List<String> measures() {
    return List.of("count(" + column.sql() + ")", UniqueValueCountToBeBetween.distinct(column));
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    long values = observations.count(0);
    long distinct = observations.count(1);
    JsonNode proportion = DoubleNode.valueOf(values == 0 ? 0 : (double) distinct / values);
    return Evaluation.of(bounds.contain(proportion), proportion);
  }
}
