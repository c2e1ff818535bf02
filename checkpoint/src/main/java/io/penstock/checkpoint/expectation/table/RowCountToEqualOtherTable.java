package io.penstock.checkpoint.expectation.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TableExpectation;
import io.penstock.lake.engine.Sql;
import java.util.List;

/**
 * {@code expect_table_row_count_to_equal_other_table}: the other table is one of the session in
 * which the suite is evaluated.
 */
record RowCountToEqualOtherTable(String other) implements TableExpectation {
  static RowCountToEqualOtherTable read(Kwargs kwargs) {
    return new RowCountToEqualOtherTable(kwargs.text("other_table_name"));
  }

  @Override
  public List<String> measures() {
    return List.of("count(*)");
  }

  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    return List.of(batch -> "SELECT count(*) FROM " + Sql.identifier(other));
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    long here = observations.count(0);
    long there = observations.row(0).getFirst().longValue();
    ObjectNode observed = JsonNodeFactory.instance.objectNode();
    observed.put("self", here);
    observed.put("other", there);
    return Evaluation.of(here == there, observed);
  }
}
