package io.penstock.checkpoint.expectation.table;

import com.fasterxml.jackson.databind.node.LongNode;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TableExpectation;

/**
 * {@code expect_table_column_count_to_equal}.
 *
 * @param columns number of columns of the data
 */
record ColumnCountToEqual(long value, int columns) implements TableExpectation {
  static ColumnCountToEqual read(Kwargs kwargs) {
    return new ColumnCountToEqual(
        RowCountToEqual.count(kwargs), ColumnCountToBeBetween.columns(kwargs));
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    return Evaluation.of(value == columns, LongNode.valueOf(columns));
  }
}
