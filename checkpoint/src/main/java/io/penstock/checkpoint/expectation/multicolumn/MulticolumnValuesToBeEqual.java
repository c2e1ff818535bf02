package io.penstock.checkpoint.expectation.multicolumn;

import io.penstock.checkpoint.expectation.ColumnGroup;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.MulticolumnExpectation;
import java.util.stream.Collectors;

/** {@code expect_multicolumn_values_to_be_equal}: missing values equal each other. */
record MulticolumnValuesToBeEqual(ColumnGroup group) implements MulticolumnExpectation {
  static MulticolumnValuesToBeEqual read(Kwargs kwargs) {
    return new MulticolumnValuesToBeEqual(ColumnGroup.read(kwargs));
  }

  @Override
  public Condition condition() {
    return new Condition.OfRow(
        group.columns().stream()
            .skip(1)
            .map(column -> "NOT (" + group.columns().getFirst().differsFrom(column) + ")")
            .collect(Collectors.joining(" AND ")));
  }
}
