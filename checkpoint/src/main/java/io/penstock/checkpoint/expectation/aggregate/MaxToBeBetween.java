package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Bounds;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import java.util.List;

/** {@code expect_column_max_to_be_between}. */
record MaxToBeBetween(Column column, Bounds bounds) implements AggregateExpectation {
  static MaxToBeBetween read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    Bounds bounds = Bounds.read(kwargs, column);
    bounds.sql(column, kwargs);
    return new MaxToBeBetween(column, bounds);
  }

  @Override
  public List<String> measures() {
    return List.of(column.extreme(true));
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    JsonNode observed = column.observed(observations.value(0));
    return Evaluation.of(bounds.contain(observed), observed);
  }
}
