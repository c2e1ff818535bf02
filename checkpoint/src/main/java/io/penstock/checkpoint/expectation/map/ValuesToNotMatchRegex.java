package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;
import io.penstock.checkpoint.expectation.Regex;

/** {@code expect_column_values_to_not_match_regex}. */
record ValuesToNotMatchRegex(Column column, Condition condition) implements MapExpectation {
  static ValuesToNotMatchRegex read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    Regex regex = Regex.read(kwargs, "regex", kwargs.anyText("regex"));
    return new ValuesToNotMatchRegex(
        column, Condition.OfRow.strict("NOT " + regex.foundIn(column), column));
  }
}
