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

  /** The number of distinct values, by groups, which the engine can spill to disk. */
  static DataQuery distinct(Column column) {
    return (batch, measured) ->
        "SELECT count(*) FROM (SELECT %s FROM %s WHERE %s IS NOT NULL GROUP BY 1)"
            .formatted(column.sql(), batch, column.sql());
  }

  @Override
  public List<DataQuery> queries() {
    return List.of(distinct(column));
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    JsonNode distinct = observations.row(0).getFirst();
    return Evaluation.of(bounds.contain(distinct), distinct);
  }
}
