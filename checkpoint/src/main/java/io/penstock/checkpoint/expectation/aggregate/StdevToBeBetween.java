package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Bounds;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Literal;
import io.penstock.checkpoint.expectation.Observations;
import java.util.List;

/**
 * {@code expect_column_stdev_to_be_between}: the standard deviation of a sample, computed in two
 * passes as pandas does; that of fewer than two values is not known, which is outside every bound.
 *
 * @param number SQL of the value as a number
 */
record StdevToBeBetween(Column column, String number, Bounds bounds)
    implements AggregateExpectation {
  static StdevToBeBetween read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    return new StdevToBeBetween(
        column, column.number(kwargs, "column"), Bounds.readNumbers(kwargs));
  }

  @Override
  public List<String> measures() {
    return List.of("avg(" + number + ")");
  }

  @Override
  public List<DataQuery> queries() {
    return List.of((batch, measured) -> {
      String mean =
          measured.getFirst().isNull()
              ? "NULL"
              : Literal.floating(measured.getFirst().doubleValue());
      String difference = "(CAST(" + number + " AS DOUBLE) - " + mean + ")";
      return "SELECT sqrt(sum(%s * %s) / nullif(count(%s) - 1, 0)) FROM %s"
          .formatted(difference, difference, column.sql(), batch);
    });
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    JsonNode deviation = observations.row(0).getFirst();
    boolean unknown = deviation.isNull() || Double.isNaN(deviation.doubleValue());
    return Evaluation.of(bounds.contain(deviation), unknown ? NullNode.instance : deviation);
  }
}
