package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Bounds;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import java.util.List;

/**
 * {@code expect_column_sum_to_be_between}; the sum of no values is 0.
 *
 * @param number SQL of the value as a number
 */
record SumToBeBetween(Column column, String number, Bounds bounds) implements AggregateExpectation {
  static SumToBeBetween read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    return new SumToBeBetween(column, column.number(kwargs, "column"), Bounds.readNumbers(kwargs));
  }

  @Override
  public List<String> measures() {
    return List.of("sum(" + number + ")");
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    JsonNode sum = observations.value(0).isNull() ? LongNode.valueOf(0) : observations.value(0);
    return Evaluation.of(bounds.contain(sum), sum);
  }
}
