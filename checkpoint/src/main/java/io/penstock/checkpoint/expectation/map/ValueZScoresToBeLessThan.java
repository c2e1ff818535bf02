package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.ColumnKind;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Literal;
import io.penstock.checkpoint.expectation.MapExpectation;
import java.util.List;

/**
 * {@code expect_column_value_z_scores_to_be_less_than}: (value − mean) / standard deviation of the
 * sample. Without a deviation, or where infinities leave it undefined, every value is as expected.
 */
record ValueZScoresToBeLessThan(Column column, Condition condition) implements MapExpectation {
  static ValueZScoresToBeLessThan read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    if (!column.kind().numeric() && column.kind() != ColumnKind.UNKNOWN) {
      kwargs.problem(
          "column", "'%s' of type %s is not numeric".formatted(column.name(), column.type()));
    }
    double threshold = kwargs.number("threshold");
    boolean doubleSided = kwargs.flag("double_sided", true);
    Condition condition =
        new Condition.OfStatistics(
            List.of("avg(" + column.sql() + ")", "stddev_samp(" + column.sql() + ")"),
            values -> {
              String score = "(%s - %s) / %s".formatted(column.sql(), values.get(0), values.get(1));
              String bounded =
                  doubleSided
                      ? "abs(" + score + ") < " + Literal.floating(Math.abs(threshold))
                      : score + " < " + Literal.floating(threshold);
              return "coalesce(%s, 0) = 0 OR isnan(%s) OR %s"
                  .formatted(values.get(1), values.get(1), bounded);
            });
    return new ValueZScoresToBeLessThan(column, condition);
  }
}
