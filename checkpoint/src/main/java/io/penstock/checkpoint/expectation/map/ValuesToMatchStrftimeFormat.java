package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;
import io.penstock.checkpoint.expectation.TextPredicate;
import io.penstock.checkpoint.expectation.text.StrftimeFormat;

/** {@code expect_column_values_to_match_strftime_format}: as Python's {@code strptime} reads it. */
record ValuesToMatchStrftimeFormat(Column column, Condition condition) implements MapExpectation {
  static ValuesToMatchStrftimeFormat read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    kwargs.requireText("column", column);
    String format = kwargs.text("strftime_format");
    try {
      StrftimeFormat parsed = StrftimeFormat.of(format);
      return new ValuesToMatchStrftimeFormat(
          column, Condition.of(TextPredicate.of("strftime", format, parsed::matches), column));
    } catch (IllegalArgumentException e) {
      kwargs.problem("strftime_format", String.valueOf(e.getMessage()));
      return new ValuesToMatchStrftimeFormat(column, Condition.always());
    }
  }
}
