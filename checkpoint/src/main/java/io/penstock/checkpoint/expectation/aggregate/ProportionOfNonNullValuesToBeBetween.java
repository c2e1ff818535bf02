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
 * {@code expect_column_proportion_of_non_null_values_to_be_between}: values that are not missing
 * among all rows; 0 if there are none.
 */
record ProportionOfNonNullValuesToBeBetween(Column column, Bounds bounds)
    implements AggregateExpectation {
  static ProportionOfNonNullValuesToBeBetween read(Kwargs kwargs) {
    return new ProportionOfNonNullValuesToBeBetween(
        kwargs.column("column"), Bounds.readNumbers(kwargs));
  }

  @Override
  public List<String> measures() {
    return List.of("count(*)", "count(" + column.sql() + ")");
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    long rows = observations.count(0);
    JsonNode proportion = DoubleNode.valueOf(rows == 0 ? 0 : (double) observations.count(1) / rows);
    return Evaluation.of(bounds.contain(proportion), proportion);
  }
}
