package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;
import io.penstock.checkpoint.expectation.TextPredicate;
import io.penstock.checkpoint.expectation.text.JsonText;

/** {@code expect_column_values_to_be_json_parseable}, as strictly as Python's {@code json}. */
record ValuesToBeJsonParseable(Column column, Condition condition) implements MapExpectation {
  static ValuesToBeJsonParseable read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    if (!column.isText()) {
      // Only text can be parsed.
      return new ValuesToBeJsonParseable(column, new Condition.OfRow("false"));
    }
    TextPredicate parseable =
        TextPredicate.of("json", "", text -> JsonText.parse(text).isPresent());
    return new ValuesToBeJsonParseable(column, Condition.of(parseable, column));
  }
}
