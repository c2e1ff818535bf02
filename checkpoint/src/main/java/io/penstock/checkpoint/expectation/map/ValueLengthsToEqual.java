package io.penstock.checkpoint.expectation.map;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Literal;
import io.penstock.checkpoint.expectation.MapExpectation;
import java.util.Optional;

/** {@code expect_column_value_lengths_to_equal}, in characters (code points). */
record ValueLengthsToEqual(Column column, Condition condition) implements MapExpectation {
  static ValueLengthsToEqual read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    Optional<JsonNode> value = kwargs.optionalNumber("value");
    if (!kwargs.has("value")) {
      kwargs.problem("value", "is missing");
    }
    String length =
        value.flatMap(number -> Literal.of(number, new Column("length", "BIGINT"))).orElse("0");
    return new ValueLengthsToEqual(
        column,
        Condition.OfRow.strict(
            ValueLengthsToBeBetween.length(column, kwargs) + " = " + length, column));
  }
}
