package io.penstock.checkpoint.expectation.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.penstock.checkpoint.expectation.AggregateExpectation;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.DistinctValues;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import java.util.List;
import java.util.Optional;

/**
 * {@code expect_column_distinct_values_to_equal_set}; with null for a set, any values do.
 *
 * @param universal whether null stands for the set
 */
record DistinctValuesToEqualSet(DistinctValues distinct, boolean universal)
    implements AggregateExpectation {
  static DistinctValuesToEqualSet read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    Optional<List<JsonNode>> values = kwargs.listOrNull("value_set");
    return new DistinctValuesToEqualSet(
        new DistinctValues(column, values.orElse(List.of())), values.isEmpty());
  }

  @Override
  public Column column() {
    return distinct.column();
  }

  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    return List.of(distinct.counts(), distinct.missing());
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    List<JsonNode> counts = observations.row(0);
    ArrayNode missing = distinct.missing(observations.rows(1));
    long unexpected = universal ? 0 : counts.get(1).longValue();
    Evaluation evaluation =
        DistinctValues.evaluation(unexpected == 0 && missing.isEmpty(), counts)
            .with("unexpected_count", LongNode.valueOf(unexpected))
            .with("missing_count", LongNode.valueOf(missing.size()))
            .with("partial_missing_list", missing);
    return universal
        ? evaluation
        : evaluation.with("partial_unexpected_list", DistinctValues.samples(counts));
  }
}
