package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MapExpectation;
import java.util.Optional;

/** {@code expect_column_values_to_not_be_null}: here all rows count. */
record ValuesToNotBeNull(Column column) implements MapExpectation {
  static ValuesToNotBeNull read(Kwargs kwargs) {
    return new ValuesToNotBeNull(kwargs.column("column"));
  }

  @Override
  public String considered() {
    return "true";
  }

  @Override
  public Condition condition() {
    return new Condition.OfRow(column.sql() + " IS NOT NULL");
  }

  @Override
  public Optional<String> unexpectedCount() {
    return Optional.of("count(*) - count(" + column.sql() + ")");
  }

  @Override
  public boolean countsMissing() {
    return false;
  }
}
