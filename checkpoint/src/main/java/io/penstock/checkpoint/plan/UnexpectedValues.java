package io.penstock.checkpoint.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.BoundExpectation;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.RowExpectation;
import io.penstock.checkpoint.plan.SharedScan.Answer;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.lake.engine.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds values that are not as expected. Where not all are shown it is the smallest ones, so that
 * they are the same every time.
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

  /** What was found for one expectation. */
  sealed interface Found {
    /**
     * Values.
     *
     * @param smallest the smallest values that are not null
     * @param all in a complete format, for each unexpected row in the order of the data: its
     *     number, its value, the values of the index columns
     * @param rows some whole rows, as objects
     */
    record Samples(List<JsonNode> smallest, List<List<JsonNode>> all, List<JsonNode> rows)
        implements Found {
      static final Samples NONE = new Samples(List.of(), List.of(), List.of());
    }

    /** The data does not let them be found. */
    record Failed(String message) implements Found {}
  }

  Map<Integer, Found> find(Map<Integer, RowVerdict> verdicts) {
    Map<Integer, Answer> smallest = smallest(verdicts);
    Map<Integer, Found> found = new HashMap<>();
    verdicts.forEach((i, verdict) ->
        found.put(
            i,
            switch (smallest.get(i)) {
              case null -> Found.Samples.NONE;
              case Answer.Failed failed -> new Found.Failed(failed.message());
              case Answer.Values values -> samples(verdict, values.values().getFirst());
            }));
    return found;
  }

  /** By one scan where a row alone tells whether it is as expected, and otherwise one by one. */
  private Map<Integer, Answer> smallest(Map<Integer, RowVerdict> verdicts) {
    Map<Integer, Answer> smallest = new HashMap<>();
    SharedScan scan = new SharedScan();
    verdicts.forEach((i, verdict) -> {
      if (verdict.unexpected() > 0 && format.atLeast(ResultFormat.Level.BASIC)) {
        if (verdict.expectation().condition() instanceof Condition.OfRow condition) {
          scan.ask(i, List.of(smallest(verdict, condition.sql())));
        } else {
          smallest.put(i, alone(verdict));
        }
      }
    });
    smallest.putAll(scan.run(queries, batch.sql()));
    return smallest;
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

  private Found samples(RowVerdict verdict, JsonNode smallest) {
    try {
      List<JsonNode> values = new ArrayList<>();
      smallest.forEach(values::add);
      boolean complete = format.atLeast(ResultFormat.Level.COMPLETE);
      boolean rows = format.unexpectedRows() > 0 && !verdict.success();
      return new Found.Samples(
          values, complete ? all(verdict) : List.of(), rows ? wholeRows(verdict) : List.of());
    } catch (EvaluationException e) {
      return new Found.Failed(e.getMessage());
    }
  }

  private List<List<JsonNode>> all(RowVerdict verdict) throws EvaluationException {
    StringBuilder sql = new StringBuilder("SELECT ").append(Batch.ROW_NUMBER);
    sql.append(", ").append(verdict.expectation().unexpectedValue());
    for (String name : format.indexColumns()) {
      sql.append(", ").append(batch.schema().find(name).orElseThrow().presented());
    }
    sql.append(" FROM ").append(verdict.unexpectedRows().from(batch));
    sql.append(" ORDER BY 1 LIMIT ").append(ResultFormat.UNEXPECTED_MAX);
    return queries.rows(sql.toString());
  }

  /** The first rows in the order of the data. */
  private List<JsonNode> wholeRows(RowVerdict verdict) throws EvaluationException {
    String row =
        batch.schema().columns().stream()
            .map(UnexpectedValues::field)
            .collect(Collectors.joining(", ", "{", "}"));
    String sql =
        "SELECT %s FROM %s ORDER BY %s LIMIT %d"
            .formatted(
                row,
                verdict.unexpectedRows().from(batch),
                Batch.ROW_NUMBER,
                format.unexpectedRows());
    return queries.rows(sql).stream().map(List::getFirst).toList();
  }

  private static String field(Column column) {
    return Sql.identifier(column.name()) + ": " + column.presented();
  }
}
