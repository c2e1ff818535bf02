package io.penstock.checkpoint.expectation.map;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;
import io.penstock.checkpoint.expectation.TextPredicate;
import io.penstock.checkpoint.expectation.text.JsonSchemaCheck;
import java.util.Optional;

/** {@code expect_column_values_to_match_json_schema}; text that is not JSON matches none. */
record ValuesToMatchJsonSchema(Column column, Condition condition) implements MapExpectation {
  static ValuesToMatchJsonSchema read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    kwargs.requireText("column", column);
    Optional<JsonNode> schema = kwargs.value("json_schema");
    if (schema.isEmpty() || !schema.get().isObject()) {
      kwargs.problem("json_schema", "must be an object");
      return new ValuesToMatchJsonSchema(column, Condition.always());
    }
    try {
      JsonSchemaCheck check = JsonSchemaCheck.of(schema.get());
      TextPredicate accepted =
          TextPredicate.of("json_schema", schema.get().toString(), check::accepts);
      return new ValuesToMatchJsonSchema(column, Condition.of(accepted, column));
    } catch (IllegalArgumentException e) {
      kwargs.problem("json_schema", "is not a JSON Schema: " + e.getMessage());
      return new ValuesToMatchJsonSchema(column, Condition.always());
    }
  }
}
