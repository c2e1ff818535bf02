package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;
import java.util.List;

/** {@code expect_column_values_to_be_unique}: every value that is there twice is unexpected. */
record ValuesToBeUnique(Column column) implements MapExpectation {
  static ValuesToBeUnique read(Kwargs kwargs) {
    return new ValuesToBeUnique(kwargs.column("column"));
  }

  @Override
  public Condition condition() {
    return new Condition.Unique(List.of(column));
  }
}
