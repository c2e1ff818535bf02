package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;
import io.penstock.checkpoint.expectation.Regex;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code expect_column_values_to_match_regex_list}: any or all of them, by {@code match_on}. */
record ValuesToMatchRegexList(Column column, Condition condition) implements MapExpectation {
  static ValuesToMatchRegexList read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    String operator = kwargs.choice("match_on", "any", Map.of("any", " OR ", "all", " AND "));
    String sql =
        kwargs.texts("regex_list").stream()
            .map(pattern -> Regex.read(kwargs, "regex_list", pattern).foundIn(column))
            .collect(Collectors.joining(operator));
    return new ValuesToMatchRegexList(column, Condition.OfRow.strict(sql, column));
  }
}
