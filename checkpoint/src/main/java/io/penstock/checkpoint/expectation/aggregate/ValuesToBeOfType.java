package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TypeNames;
import java.util.List;

/**
 * {@code expect_column_values_to_be_of_type}: the engine's columns have one type, so it is the
 * column that has the type or not, and {@code mostly} has no meaning.
 */
record ValuesToBeOfType(Column column, List<String> types) implements AggregateExpectation {
  static ValuesToBeOfType read(Kwargs kwargs) {
    kwargs.share("mostly", 1.0);
    return new ValuesToBeOfType(kwargs.column("column"), List.of(kwargs.text("type_")));
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    boolean success = types.stream().anyMatch(type -> TypeNames.match(type, column));
    return Evaluation.of(success, TextNode.valueOf(column.type()));
  }
}
