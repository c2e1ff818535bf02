package io.penstock.checkpoint.expectation.multicolumn;

import io.penstock.checkpoint.expectation.ColumnGroup;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MulticolumnExpectation;

/** {@code expect_compound_columns_to_be_unique}: every combination of values is there once. */
record CompoundColumnsToBeUnique(ColumnGroup group) implements MulticolumnExpectation {
  static CompoundColumnsToBeUnique read(Kwargs kwargs) {
    return new CompoundColumnsToBeUnique(ColumnGroup.read(kwargs));
  }

  @Override
  public Condition condition() {
    return new Condition.Unique(group.columns());
  }
}
