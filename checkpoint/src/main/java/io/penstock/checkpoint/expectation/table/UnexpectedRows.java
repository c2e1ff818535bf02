package io.penstock.checkpoint.expectation.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TableExpectation;
import java.util.List;

/**
 * {@code unexpected_rows_expectation}: a SELECT over {@code {batch}} that gives the rows that are
 * not expected.
 */
record UnexpectedRows(BatchQuery query) implements TableExpectation {
  private static final int SHOWN_MAX = 20;

  static UnexpectedRows read(Kwargs kwargs) {
    return new UnexpectedRows(BatchQuery.read(kwargs, "unexpected_rows_query"));
  }

  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    return List.of(
        batch -> BatchQuery.with(batch) + "SELECT count(*) FROM " + query.rows(),
        batch ->
            BatchQuery.with(batch)
                + "SELECT CAST(to_json(r) AS VARCHAR) FROM "
                + query.rows()
                + " ORDER BY 1 LIMIT "
                + SHOWN_MAX);
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    long count = observations.row(0).getFirst().longValue();
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    observations.rows(1).forEach(row -> rows.add(row.getFirst()));
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.set("unexpected_rows", rows);
    String observed = count + (count == 1 ? " unexpected row" : " unexpected rows");
    return Evaluation.of(count == 0, TextNode.valueOf(observed)).with("details", details);
  }
}
