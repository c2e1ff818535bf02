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

/** {@code expect_column_distinct_values_to_contain_set}; with null for a set, any values do. */
record DistinctValuesToContainSet(DistinctValues distinct) implements AggregateExpectation {
  static DistinctValuesToContainSet read(Kwargs kwargs) {
    Column column = kwargs.column("column");
    return new DistinctValuesToContainSet(
        new DistinctValues(column, kwargs.listOrNull("value_set").orElse(List.of())));
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
    ArrayNode missing = distinct.missing(observations.rows(1));
    return DistinctValues.evaluation(missing.isEmpty(), observations.row(0))
        .with("missing_count", LongNode.valueOf(missing.size()))
        .with("partial_missing_list", missing);
  }
}
