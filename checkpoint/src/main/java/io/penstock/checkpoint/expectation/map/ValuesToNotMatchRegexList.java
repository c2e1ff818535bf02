package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;
import io.penstock.checkpoint.expectation.Regex;
import java.util.stream.Collectors;

/** {@code expect_column_values_to_not_match_regex_list}: none of them. */
record ValuesToNotMatchRegexList(Column column, Condition condition) implements MapExpectation {
  static ValuesToNotMatchRegexList read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    String sql =
        kwargs.texts("regex_list").stream()
            .map(pattern -> Regex.read(kwargs, "regex_list", pattern).foundIn(column))
            .collect(Collectors.joining(" OR ", "NOT (", ")"));
    return new ValuesToNotMatchRegexList(column, Condition.OfRow.strict(sql, column));
  }
}
