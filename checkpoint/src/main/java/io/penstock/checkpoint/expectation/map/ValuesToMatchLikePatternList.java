package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code expect_column_values_to_match_like_pattern_list}: any or all, by {@code match_on}. */
record ValuesToMatchLikePatternList(Column column, Condition condition) implements MapExpectation {
  static ValuesToMatchLikePatternList read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    String operator = kwargs.choice("match_on", "any", Map.of("any", " OR ", "all", " AND "));
    String sql =
        kwargs.texts("like_pattern_list").stream()
            .map(pattern -> "(" + LikePattern.read(kwargs, pattern).matches(column) + ")")
            .collect(Collectors.joining(operator));
    return new ValuesToMatchLikePatternList(column, Condition.OfRow.strict(sql, column));
  }
}
