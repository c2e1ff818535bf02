package io.penstock.checkpoint.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.BoundExpectation;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.RowExpectation;
import io.penstock.checkpoint.plan.SharedScan.Answer;
import io.penstock.checkpoint.result.ResultFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds values that are not as expected. The smallest ones come out, so that they are the same
 * every time.
 */
final class UnexpectedValues {
  private final Queries queries;
  private final Batch batch;
  private final ResultFormat format;

  UnexpectedValues(Queries queries, Batch batch, ResultFormat format) {
    this.queries = queries;
    this.batch = batch;
    this.format = format;
  }

  /**
   * For each verdict the smallest unexpected values as a list, and after it, in a complete format,
   * a row (number, value, index columns…) for each unexpected row; nothing if there is none.
   */
  Map<Integer, Answer> find(Map<Integer, RowVerdict> verdicts) {
    Map<Integer, Answer> found = new HashMap<>();
    SharedScan scan = new SharedScan();
    verdicts.forEach((i, verdict) -> {
      if (verdict.unexpected() == 0 || !format.atLeast(ResultFormat.Level.BASIC)) {
        found.put(i, new Answer.Values(List.of()));
      } else if (verdict.expectation().condition() instanceof Condition.OfRow(String sql)) {
        scan.ask(i, List.of(smallest(verdict, sql)));
      } else {
        found.put(i, alone(verdict));
      }
    });
    found.putAll(scan.run(queries, batch.sql()));
    if (format.atLeast(ResultFormat.Level.COMPLETE)) {
      verdicts.forEach(
          (i, verdict) -> found.computeIfPresent(i, (k, answer) -> all(verdict, answer)));
    }
    return found;
  }

  private String smallest(RowVerdict verdict, String expected) {
    RowExpectation expectation = verdict.expectation();
    BoundExpectation bound = verdict.unexpectedRows().bound();
    return smallest(expectation)
        + " FILTER (WHERE "
        + UnexpectedRows.unexpected(expectation, bound, expected)
        + ")";
  }

  private String smallest(RowExpectation expectation) {
    int count = Math.max(1, format.partialUnexpectedCount());
    return "min(" + expectation.unexpectedValue() + ", " + count + ")";
  }

  private Answer alone(RowVerdict verdict) {
    String sql =
        "SELECT %s FROM %s"
            .formatted(smallest(verdict.expectation()), verdict.unexpectedRows().from(batch));
    try {
      return new Answer.Values(queries.rows(sql).getFirst());
    } catch (EvaluationException e) {
      return new Answer.Failed(e.getMessage());
    }
  }

  private Answer all(RowVerdict verdict, Answer smallest) {
    if (!(smallest instanceof Answer.Values values) || values.values().isEmpty()) {
      return smallest;
    }
    StringBuilder sql = new StringBuilder("SELECT ").append(Batch.ROW_NUMBER);
    sql.append(", ").append(verdict.expectation().unexpectedValue());
    for (String name : format.indexColumns()) {
      sql.append(", ").append(batch.schema().find(name).orElseThrow().presented());
    }
    sql.append(" FROM ").append(verdict.unexpectedRows().from(batch));
    sql.append(" ORDER BY 1 LIMIT ").append(ResultFormat.UNEXPECTED_MAX);
    try {
      List<JsonNode> answer = new ArrayList<>(values.values());
      for (List<JsonNode> row : queries.rows(sql.toString())) {
        answer.add(RowResults.array(row));
      }
      return new Answer.Values(answer);
    } catch (EvaluationException e) {
      return new Answer.Failed(e.getMessage());
    }
  }
}
