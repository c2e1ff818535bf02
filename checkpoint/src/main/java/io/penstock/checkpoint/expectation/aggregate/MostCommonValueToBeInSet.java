package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Literal;
import io.penstock.checkpoint.expectation.Observations;
import java.util.List;

/**
 * {@code expect_column_most_common_value_to_be_in_set}: the one most common value is in the set; if
 * ties are okay, one of the most common values is.
 */
record MostCommonValueToBeInSet(Column column, List<String> literals, boolean tiesOkay)
    implements AggregateExpectation {
  /** Most common values that a result lists at most. */
  private static final int LISTED_MAX = 1000;

  static MostCommonValueToBeInSet read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    List<JsonNode> values = kwargs.listOrNull("value_set").orElse(List.of());
    return new MostCommonValueToBeInSet(
        column, Literal.set(values, column), kwargs.flag("ties_okay", false));
  }

  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    return List.of(batch ->
        """
        WITH counts AS MATERIALIZED (
          SELECT %s AS v, count(*) AS n FROM %s WHERE %s IS NOT NULL GROUP BY 1)
        SELECT count(*), count(*) FILTER (WHERE %s), min(%s, %d)
        FROM counts WHERE n = (SELECT max(n) FROM counts)\
        """
            .formatted(
                column.sql(),
                batch,
                column.sql(),
                Literal.in("v", literals),
                column.presented("v"),
                LISTED_MAX));
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    List<JsonNode> row = observations.row(0);
    long mostCommon = row.get(0).longValue();
    long inside = row.get(1).longValue();
    ArrayNode observed = JsonNodeFactory.instance.arrayNode();
    row.get(2).forEach(observed::add);
    boolean success = tiesOkay ? inside > 0 : mostCommon == 1 && inside == 1;
    return Evaluation.of(success, observed);
  }
}
