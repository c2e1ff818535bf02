package io.penstock.checkpoint.expectation.multicolumn;

import io.penstock.checkpoint.expectation.ColumnGroup;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Literal;
import io.penstock.checkpoint.expectation.MulticolumnExpectation;
import java.util.stream.Collectors;

/** {@code expect_multicolumn_sum_to_equal}: a row with a missing value has no sum. */
record MulticolumnSumToEqual(ColumnGroup group, Condition condition)
    implements MulticolumnExpectation {
  static MulticolumnSumToEqual read(Kwargs kwargs) {
    ColumnGroup group = ColumnGroup.read(kwargs);
    double total = kwargs.number("sum_total");
    String sum =
        group.columns().stream()
            .map(column -> column.number(kwargs, "column_list"))
            .collect(Collectors.joining(" + "));
    return new MulticolumnSumToEqual(
        group,
        new Condition.OfRow("CAST(%s AS DOUBLE) = %s".formatted(sum, Literal.floating(total))));
  }
}
