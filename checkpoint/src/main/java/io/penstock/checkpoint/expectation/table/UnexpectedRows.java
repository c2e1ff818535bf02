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
import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.engine.UserQuery;
import java.util.List;
import java.util.Set;

/**
 * {@code unexpected_rows_expectation}: a SELECT over {@code {batch}} that gives the rows that are
 * not expected. It reads nothing else and calls only functions whose results depend on their
 * arguments.
 *
 * @param query the SELECT, with {@code batch} as the name of the data
 */
record UnexpectedRows(String query) implements TableExpectation {
  private static final int SHOWN_MAX = 20;
  private static final String KWARG = "unexpected_rows_query";

  static UnexpectedRows read(Kwargs kwargs) {
    String text = kwargs.text(KWARG);
    String query =
        text.replaceFirst("[;\\s]+$", "")
            .replace("{{", "\u0001")
            .replace("}}", "\u0002")
            .replace("{batch}", "batch")
            .replace("\u0001", "{")
            .replace("\u0002", "}");
    if (!text.isEmpty()) {
      check(query, kwargs);
    }
    return new UnexpectedRows(query);
  }

  private static void check(String query, Kwargs kwargs) {
    try {
      UserQuery.check(query, Set.of("batch"));
    } catch (PenstockException e) {
      e.getMessage().lines().forEach(line -> kwargs.problem(KWARG, line));
    }
  }

  @Override
  public List<DataQuery> queries() {
    return List.of(
        (batch, measured) ->
            "WITH batch AS (SELECT * FROM %s) SELECT count(*) FROM (%s\n)".formatted(batch, query),
        (batch, measured) ->
            """
            WITH batch AS (SELECT * FROM %s)
            SELECT CAST(to_json(r) AS VARCHAR) FROM (%s
            ) AS r ORDER BY 1 LIMIT %d\
            """
                .formatted(batch, query, SHOWN_MAX));
  }

  @Override
  public Evaluation evaluate(Observations observations) {
    JsonNode count = observations.row(0).getFirst();
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    observations.rows(1).forEach(row -> rows.add(row.getFirst()));
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.set("unexpected_rows", rows);
    return Evaluation.of(
            count.longValue() == 0,
            TextNode.valueOf(
                count.longValue() + " unexpected row" + (count.longValue() == 1 ? "" : "s")))
        .with("details", details);
  }
}
