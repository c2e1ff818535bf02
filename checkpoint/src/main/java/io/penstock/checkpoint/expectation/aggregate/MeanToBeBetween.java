package io.penstock.checkpoint.expectation.aggregate;

import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Bounds;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import java.util.List;

/**
 * {@code expect_column_mean_to_be_between}.
 *
 * @param number SQL of the value as a number
 */
record MeanToBeBetween(Column column, String number, Bounds bounds)
    implements AggregateExpectation {
  static MeanToBeBetween read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    return new MeanToBeBetween(column, column.number(kwargs, "column"), Bounds.readNumbers(kwargs));
  }

  @Override
  public List<String> measures() {
    return List.of("avg(" + number + ")");
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    return Evaluation.of(bounds.contain(observations.value(0)), observations.value(0));
  }
}
