package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Bounds;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import java.util.List;

/** {@code expect_column_unique_value_count_to_be_between}: the number of distinct values. */
record UniqueValueCountToBeBetween(Column column, Bounds bounds) implements AggregateExpectation {
  static UniqueValueCountToBeBetween read(Kwargs kwargs) {
    return new UniqueValueCountToBeBetween(kwargs.column("column"), Bounds.readCounts(kwargs));
  }

  /** The number of distinct values, which the engine counts in bounded memory. */
  static String distinct(Column column) {
    return "count(DISTINCT " + column.sql() + ")";
  }

  @Override
  public List<String> measures() {
    return List.of(distinct(column));
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    JsonNode distinct = observations.value(0);
    return Evaluation.of(bounds.contain(distinct), distinct);
  }
}
