package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.ColumnKind;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;

/**
 * {@code expect_column_values_to_be_increasing} and {@code …_decreasing}: each value against the
 * one before it that is not missing, in the order of the data.
 */
record ValuesToBeOrdered(Column column, Condition condition) implements MapExpectation {

  static ValuesToBeOrdered increasing(Kwargs kwargs) {
    return read(kwargs, ">");
  }

  static ValuesToBeOrdered decreasing(Kwargs kwargs) {
    return read(kwargs, "<");
  }

  private static ValuesToBeOrdered read(Kwargs kwargs, String strict) {
    Column column = kwargs.column("column");
    if (column.kind() == ColumnKind.TEXT || column.kind() == ColumnKind.OTHER) {
      kwargs.problem(
          "column", "'%s' of type %s has no order".formatted(column.name(), column.type()));
    }
    String operator = kwargs.flag("strictly", false) ? strict : strict + "=";
    String previous = Condition.WINDOW_VALUE;
    return new ValuesToBeOrdered(
        column,
        new Condition.OfOrder(
            "lag(" + column.sql() + ")",
            "%s IS NULL OR %s %s %s".formatted(previous, column.sql(), operator, previous)));
  }
}
