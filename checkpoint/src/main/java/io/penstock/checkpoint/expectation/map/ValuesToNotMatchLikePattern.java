package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;

/** {@code expect_column_values_to_not_match_like_pattern}. */
record ValuesToNotMatchLikePattern(Column column, Condition condition) implements MapExpectation {
  static ValuesToNotMatchLikePattern read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    LikePattern pattern = LikePattern.read(kwargs, kwargs.text("like_pattern"));
    return new ValuesToNotMatchLikePattern(
        column, Condition.OfRow.strict("NOT (" + pattern.matches(column) + ")", column));
  }
}
