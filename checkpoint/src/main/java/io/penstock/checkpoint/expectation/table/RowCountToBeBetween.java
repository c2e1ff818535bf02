package io.penstock.checkpoint.expectation.table;

import io.penstock.checkpoint.expectation.Bounds;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TableExpectation;
import java.util.List;

/** {@code expect_table_row_count_to_be_between}. */
record RowCountToBeBetween(Bounds bounds) implements TableExpectation {
  static RowCountToBeBetween read(Kwargs kwargs) {
    return new RowCountToBeBetween(Bounds.readCounts(kwargs));
  }

  @Override
  public List<String> measures() {
    return List.of("count(*)");
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    return Evaluation.of(bounds.contain(observations.value(0)), observations.value(0));
  }
}
