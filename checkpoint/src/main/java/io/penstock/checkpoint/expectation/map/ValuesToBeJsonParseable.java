package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.ColumnKind;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;

/** {@code expect_column_values_to_be_json_parseable}. */
record ValuesToBeJsonParseable(Column column, Condition condition) implements MapExpectation {
  static ValuesToBeJsonParseable read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    // Only text can be parsed; for Python, too, everything else is an error.
    String sql =
        column.kind() == ColumnKind.TEXT || column.kind() == ColumnKind.UNKNOWN
            ? "json_valid(" + column.sql() + ")"
            : column.type().equals("JSON") ? "true" : "false";
    return new ValuesToBeJsonParseable(column, new Condition.OfRow(sql));
  }
}
