package io.penstock.checkpoint.expectation.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.history.PublishedVersion;
import java.util.List;
import java.util.Optional;

/**
 * {@code penstock_column_ks_statistic_to_be_less_than}: the greatest distance between the
 * cumulative distribution of a column and that of a named version, between 0 and 1, exactly, is at
 * most {@code threshold}. Missing values do not count; where nothing can be compared, nothing has
 * drifted.
 *
 * @param reference the version's rows, if there is one
 */
record KsStatisticToBeLessThan(
    Column column, Optional<PublishedVersion.Data> reference, double threshold)
    implements AggregateExpectation {
  static KsStatisticToBeLessThan read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    if (!DriftToBeLessThan.hasOrder(column)) {
      kwargs.problem(
          "column", "'%s' of type %s has no order".formatted(column.name(), column.type()));
    }
    return new KsStatisticToBeLessThan(
        column, kwargs.referencedRows(List.of(column)), DriftToBeLessThan.threshold(kwargs));
  }

  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    return reference.stream()
        .<DataQuery>map(data ->
            batch ->
                """
                WITH %s,
                totals AS (SELECT nullif(sum(a), 0) AS a, nullif(sum(b), 0) AS b FROM counts)
                SELECT max(abs(here / (SELECT a FROM totals) - there / (SELECT b FROM totals))) FROM (
                  SELECT sum(a) OVER (ROWS UNBOUNDED PRECEDING) AS here,
                    sum(b) OVER (ROWS UNBOUNDED PRECEDING) AS there
                  FROM (SELECT a, b FROM counts ORDER BY v))\
                """
                    .formatted(DriftToBeLessThan.counts(column, batch, data)))
        .toList();
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    JsonNode statistic = reference.isPresent() ? observations.row(0).getFirst() : NullNode.instance;
    return Evaluation.of(statistic.isNull() || statistic.doubleValue() <= threshold, statistic);
  }
}
