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

  static QueryResultsToMatchComparison read(Kwargs kwargs) {
    kwargs.value("comparison_data_source_name");
    return new QueryResultsToMatchComparison(
        BatchQuery.read(kwargs, "base_query"),
        BatchQuery.read(kwargs, "comparison_query"),
        kwargs.share("mostly", 1));
  }

  @Override
  public List<DataQuery> queries(List<JsonNode> measured) {
    return List.of(
        batch ->
            counts(batch)
                + """
                SELECT (SELECT coalesce(sum(n), 0) FROM base),
                  (SELECT coalesce(sum(n), 0) FROM comparison),
                  (SELECT coalesce(sum(least(b.n, c.n)), 0) FROM base b JOIN comparison c USING (v))\
                """,
        batch -> counts(batch) + surplus("base", "comparison"),
        batch -> counts(batch) + surplus("comparison", "base"));
  }

  /** Rows are compared by their values alone, not by the names of the columns. */
  private String counts(String batch) {
    return """
    WITH batch AS (SELECT * FROM %s), base AS (%s), comparison AS (%s)
    """
        .formatted(batch, counts(base), counts(comparison));
  }

  private static String counts(BatchQuery query) {
    return "SELECT CAST(json_extract(to_json(r), '$.*') AS VARCHAR) AS v, count(*) AS n FROM "
        + query.rows()
        + " GROUP BY 1";
  }

  private static String surplus(String of, String over) {
    return """
    SELECT v FROM (
      SELECT a.v, unnest(range(a.n - coalesce(b.n, 0))) FROM %s a LEFT JOIN %s b USING (v))
    ORDER BY 1 LIMIT %d\
    """
        .formatted(of, over, SHOWN_MAX);
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    List<JsonNode> counts = observations.row(0);
    long rows = Math.max(counts.get(0).longValue(), counts.get(1).longValue());
    long unexpected = rows - counts.get(2).longValue();
    double percent = rows == 0 ? 0 : 100.0 * unexpected / rows;
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.set("missing_rows", list(observations.rows(2)));
    details.set("unexpected_rows", list(observations.rows(1)));
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("unexpected_count", unexpected);
    result.put("unexpected_percent", percent);
    result.set("details", details);
    return new Evaluation(100 - percent >= mostly * 100, result);
  }

  private static ArrayNode list(List<List<JsonNode>> rows) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    rows.forEach(row -> list.add(row.getFirst()));
    return list;
  }
}
