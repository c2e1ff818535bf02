package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Bounds;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;

/** {@code expect_column_value_lengths_to_be_between}, in characters (code points). */
record ValueLengthsToBeBetween(Column column, Condition condition) implements MapExpectation {
  static ValueLengthsToBeBetween read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    if (!kwargs.has("min_value") && !kwargs.has("max_value")) {
      kwargs.problem("min_value", "min_value and max_value cannot both be None");
    }
    String inside = Bounds.readCounts(kwargs).sql(length(column, kwargs), "BIGINT", kwargs);
    return new ValueLengthsToBeBetween(column, Condition.OfRow.strict(inside, column));
  }

  /** SQL of the length of the value; values that are not text have none. */
  static String length(Column column, Kwargs kwargs) {
    kwargs.requireText("column", column);
    return "length(" + column.sql() + ")";
  }
}
