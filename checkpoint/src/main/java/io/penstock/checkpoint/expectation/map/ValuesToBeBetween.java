package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Bounds;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;

/** {@code expect_column_values_to_be_between}. Text is ordered by code point. */
record ValuesToBeBetween(Column column, Condition condition) implements MapExpectation {
  static ValuesToBeBetween read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    String inside = Bounds.readRequired(kwargs, column).sql(column, kwargs);
    return new ValuesToBeBetween(column, Condition.OfRow.strict(inside, column));
  }
}
