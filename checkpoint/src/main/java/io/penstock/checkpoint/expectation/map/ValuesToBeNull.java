package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;
import java.util.Optional;

/** {@code expect_column_values_to_be_null}: here all rows count. */
record ValuesToBeNull(Column column) implements MapExpectation {
  static ValuesToBeNull read(Kwargs kwargs) {
    return new ValuesToBeNull(kwargs.column("column"));
  }

  @Override
  public String considered() {
    return "true";
  }

  @Override
  public Condition condition() {
    return new Condition.OfRow(column.sql() + " IS NULL");
  }

  @Override
  public Optional<String> unexpectedCount() {
    return Optional.of("count(" + column.sql() + ")");
  }

  @Override
  public boolean countsMissing() {
    return false;
  }
}
