package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;
import java.util.stream.Collectors;

/** {@code expect_column_values_to_not_match_like_pattern_list}: none of them. */
record ValuesToNotMatchLikePatternList(Column column, Condition condition)
    implements MapExpectation {
  static ValuesToNotMatchLikePatternList read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    String sql =
        kwargs.texts("like_pattern_list").stream()
            .map(pattern -> "(" + LikePattern.read(kwargs, pattern).matches(column) + ")")
            .collect(Collectors.joining(" OR ", "NOT (", ")"));
    return new ValuesToNotMatchLikePatternList(column, Condition.OfRow.strict(sql, column));
  }
}
