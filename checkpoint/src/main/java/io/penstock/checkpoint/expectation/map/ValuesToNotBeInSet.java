package io.penstock.checkpoint.expectation.map;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Literal;
import io.penstock.checkpoint.expectation.MapExpectation;
import java.util.List;
import java.util.Optional;

/**
 * {@code expect_column_values_to_not_be_in_set}; with null for a set, every value is as expected.
 */
record ValuesToNotBeInSet(Column column, Condition condition) implements MapExpectation {
  static ValuesToNotBeInSet read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    Optional<List<JsonNode>> values = kwargs.listOrNull("value_set");
    Condition condition =
        values
            .map(set -> "NOT (" + Literal.in(column.sql(), Literal.set(set, column)) + ")")
            .<Condition>map(sql -> Condition.OfRow.strict(sql, column))
            .orElseGet(Condition::always);
    return new ValuesToNotBeInSet(column, condition);
  }
}
