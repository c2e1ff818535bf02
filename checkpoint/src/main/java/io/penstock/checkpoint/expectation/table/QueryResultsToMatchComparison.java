package io.penstock.checkpoint.expectation.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.TableExpectation;
import java.util.List;

/**
 * {@code expect_query_results_to_match_comparison}: two queries give the same rows, in any order.
 * Both read {@code {batch}}; there is no other data source here, so its name has no meaning.
 *
 * @param mostly least share of rows that match
 */
record QueryResultsToMatchComparison(BatchQuery base, BatchQuery comparison, double mostly)
    implements TableExpectation {
  private static final int SHOWN_MAX = 20;
  private static final String VALUES = "CAST(json_extract(to_json(r), '$.*') AS VARCHAR)";

  static QueryResultsToMatchComparison read(Kwargs kwargs) {
    kwargs.value("comparison_data_source_name");
    return new QueryResultsToMatchComparison(
        BatchQuery.read(kwargs, "base_query"),
        BatchQuery.read(kwargs, "comparison_query"),
        kwargs.share("mostly", 1));
  }

  /** Rows are compared by their values alone, not by the names of the columns. */
  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    return List.of(batch ->
        BatchQuery.with(batch)
            + """
            SELECT coalesce(sum(b), 0), coalesce(sum(c), 0), coalesce(sum(least(b, c)), 0), %s, %s
            FROM (
              SELECT v, sum(b) AS b, sum(c) AS c FROM (
                SELECT %s AS v, 1 AS b, 0 AS c FROM %s UNION ALL SELECT %s, 0, 1 FROM %s)
              GROUP BY v)\
            """
                .formatted(
                    surplus("b", "c"),
                    surplus("c", "b"),
                    VALUES,
                    base.rows(),
                    VALUES,
                    comparison.rows()));
  }

  /** The first rows of which one query has more than the other, and how many more. */
  private static String surplus(String of, String over) {
    return "min({'v': v, 'n': %s - %s}, %d) FILTER (WHERE %s > %s)"
        .formatted(of, over, SHOWN_MAX, of, over);
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    List<JsonNode> row = observations.row(0);
    long rows = Math.max(row.get(0).longValue(), row.get(1).longValue());
    long unexpected = rows - row.get(2).longValue();
    double percent = rows == 0 ? 0 : 100.0 * unexpected / rows;
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.set("missing_rows", list(row.get(4)));
    details.set("unexpected_rows", list(row.get(3)));
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("unexpected_count", unexpected);
    result.put("unexpected_percent", percent);
    result.set("details", details);
    return new Evaluation(100 - percent >= mostly * 100, result);
  }

  private static ArrayNode list(JsonNode surplus) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (JsonNode row : surplus) {
      for (long n = row.get("n").longValue(); n > 0 && list.size() < SHOWN_MAX; n--) {
        list.add(row.get("v"));
      }
    }
    return list;
  }
}
