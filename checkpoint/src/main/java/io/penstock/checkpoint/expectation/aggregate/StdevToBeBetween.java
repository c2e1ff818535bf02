package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Bounds;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.ColumnKind;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Literal;
import io.penstock.checkpoint.expectation.Observations;
import java.util.List;

/**
 * {@code expect_column_stdev_to_be_between}: the standard deviation of a sample; that of fewer than
 * two values is not known, which is outside every bound.
 *
 * @param number SQL of the value as a number
 */
record StdevToBeBetween(Column column, String number, Bounds bounds)
    implements AggregateExpectation {
  /** The engine's own deviation fails where squares of differences overflow. */
  private static final String LARGE = "CAST('1e150' AS DOUBLE)";

  static StdevToBeBetween read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    return new StdevToBeBetween(
        column, column.number(kwargs, "column"), Bounds.readNumbers(kwargs));
  }

  @Override
  public List<String> measures() {
    return column.kind() == ColumnKind.FLOAT
        ? List.of(
            "stddev_samp(CASE WHEN abs(%s) < %s THEN %s END)".formatted(number, LARGE, number),
            "count(CASE WHEN abs(%s) >= %s THEN 1 END)".formatted(number, LARGE),
            "avg(" + number + ")")
        : List.of("stddev_samp(" + number + ")");
  }

  /** Two passes as pandas makes them, where values are as large as that. */
  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    if (column.kind() != ColumnKind.FLOAT || measured.get(1).longValue() == 0) {
      return List.of();
    }
    String difference =
        "(CAST(%s AS DOUBLE) - %s)"
            .formatted(number, Literal.floating(measured.get(2).doubleValue()));
    return List.of(batch ->
        "SELECT sqrt(sum(%s * %s) / nullif(count(%s) - 1, 0)) FROM %s"
            .formatted(difference, difference, column.sql(), batch));
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    JsonNode deviation =
        observations.answers().isEmpty() ? observations.value(0) : observations.row(0).getFirst();
    boolean unknown = deviation.isNull() || Double.isNaN(deviation.doubleValue());
    return Evaluation.of(bounds.contain(deviation), unknown ? NullNode.instance : deviation);
  }
}
