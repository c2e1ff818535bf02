package io.penstock.checkpoint.expectation.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.penstock.checkpoint.expectation.Bounds;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TableExpectation;
import io.penstock.checkpoint.expectation.TableSchema;
import java.util.List;

/**
 * {@code expect_table_column_count_to_be_between}.
 *
 * @param columns number of columns of the data
 */
record ColumnCountToBeBetween(Bounds bounds, int columns) implements TableExpectation {
  static ColumnCountToBeBetween read(Kwargs kwargs) {
    return new ColumnCountToBeBetween(Bounds.readInclusiveCounts(kwargs), columns(kwargs));
  }

  static int columns(Kwargs kwargs) {
    return kwargs.schema().map(TableSchema::names).map(List::size).orElse(0);
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    JsonNode observed = LongNode.valueOf(columns);
    return Evaluation.of(bounds.contain(observed), observed);
  }
}
