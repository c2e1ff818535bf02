package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;
import io.penstock.checkpoint.expectation.TextPredicate;
import io.penstock.checkpoint.expectation.text.DateutilText;

/** {@code expect_column_values_to_be_dateutil_parseable}: as Python's dateutil reads it. */
record ValuesToBeDateutilParseable(Column column, Condition condition) implements MapExpectation {
  static ValuesToBeDateutilParseable read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    kwargs.requireText("column", column);
    return new ValuesToBeDateutilParseable(
        column, Condition.of(TextPredicate.of("dateutil", "", DateutilText::parseable), column));
  }
}
