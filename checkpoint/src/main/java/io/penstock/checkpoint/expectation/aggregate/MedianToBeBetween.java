package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Bounds;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import java.util.List;

/**
 * {@code expect_column_median_to_be_between}: the middle value, or the mean of the two in the
 * middle. Found by sorting, which the engine does in bounded memory.
 *
 * @param number SQL of the value as a number
 */
record MedianToBeBetween(Column column, String number, Bounds bounds)
    implements AggregateExpectation {
  static MedianToBeBetween read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    return new MedianToBeBetween(
        column, column.number(kwargs, "column"), Bounds.readNumbers(kwargs));
  }

  @Override
  public List<String> measures() {
    return List.of("count(" + column.sql() + ")");
  }

  @Override
  public List<DataQuery> queries() {
    return List.of((batch, measured) -> {
      long count = measured.getFirst().longValue();
      return "SELECT CAST(%s AS DOUBLE) FROM %s WHERE %s IS NOT NULL ORDER BY 1 LIMIT %d OFFSET %d"
          .formatted(
              number, batch, column.sql(), count % 2 == 0 ? 2 : 1, Math.max(0, (count - 1) / 2));
    });
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    List<List<JsonNode>> middle = observations.rows(0);
    JsonNode median =
        middle.isEmpty()
            ? NullNode.instance
            : DoubleNode.valueOf(
                (middle.getFirst().getFirst().doubleValue()
                        + middle.getLast().getFirst().doubleValue())
                    / 2);
    boolean unbounded = bounds.min().isEmpty() && bounds.max().isEmpty();
    return Evaluation.of(unbounded || bounds.contain(median), median);
  }
}
