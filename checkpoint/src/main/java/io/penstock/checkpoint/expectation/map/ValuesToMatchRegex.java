package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;
import io.penstock.checkpoint.expectation.Regex;

/** {@code expect_column_values_to_match_regex}: the expression is found anywhere in the value. */
record ValuesToMatchRegex(Column column, Condition condition) implements MapExpectation {
  static ValuesToMatchRegex read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    Regex regex = Regex.read(kwargs, "regex", kwargs.anyText("regex"));
    return new ValuesToMatchRegex(column, Condition.OfRow.strict(regex.foundIn(column), column));
  }
}
