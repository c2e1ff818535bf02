package io.penstock.checkpoint.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.RowExpectation;
import io.penstock.checkpoint.plan.SharedScan.Answer;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.lake.engine.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds values that are not as expected: the first ones in the order of the data. */
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
     * @param first the first unexpected rows, in the order of the data: like {@code all}
     * @param all in a complete format, for each unexpected row in the order of the data: its
     *     number, its value, the values of the index columns
     * @param rows some whole rows, as objects
     */
    record Samples(List<List<JsonNode>> first, List<List<JsonNode>> all, List<JsonNode> rows)
        implements Found {
      static final Samples NONE = new Samples(List.of(), List.of(), List.of());
    }

    /** The data does not let them be found. */
    record Failed(String message) implements Found {}
  }

  Map<Integer, Found> find(Map<Integer, RowVerdict> verdicts) {
    Map<Integer, Answer> first = first(verdicts);
    Map<Integer, Found> found = new HashMap<>();
    verdicts.forEach((i, verdict) ->
        found.put(
            i,
            switch (first.get(i)) {
              case null -> Found.Samples.NONE;
              case Answer.Failed failed -> new Found.Failed(failed.message());
              case Answer.Values values -> samples(verdict, values.values().getFirst());
            }));
    return found;
  }

  /** By one scan where a row alone tells whether it is as expected, and otherwise one by one. */
  private Map<Integer, Answer> first(Map<Integer, RowVerdict> verdicts) {
    Map<Integer, Answer> first = new HashMap<>();
    SharedScan scan = new SharedScan();
    verdicts.forEach((i, verdict) -> {
      if (verdict.unexpected() > 0 && format.atLeast(ResultFormat.Level.BASIC)) {
        verdict
            .unexpectedRows()
            .predicate()
            .ifPresentOrElse(
                unexpected -> scan.ask(i, List.of(first(verdict.expectation(), unexpected))),
                () -> first.put(i, alone(verdict)));
      }
    });
    first.putAll(scan.run(queries, batch.numbered()));
    return first;
  }

  /** Structs, because the engine leaves out what is null. */
  private String first(RowExpectation expectation, String unexpected) {
    return "arg_min(%s, %s, %d) FILTER (WHERE %s)"
        .formatted(sample(expectation), Batch.ROW_NUMBER, count(), unexpected);
  }

  /** Number, value and index columns of a row. */
  private String sample(RowExpectation expectation) {
    StringBuilder sample = new StringBuilder("{'0': ").append(Batch.ROW_NUMBER);
    sample.append(", '1': ").append(expectation.unexpectedValue());
    for (int i = 0; i < format.indexColumns().size(); i++) {
      sample.append(", '").append(2 + i).append("': ").append(index(format.indexColumns().get(i)));
    }
    return sample.append('}').toString();
  }

  private String index(String column) {
    return batch.schema().find(column).orElseThrow().presented();
  }

  private Answer alone(RowVerdict verdict) {
    String sql =
        "SELECT %s FROM %s ORDER BY %s LIMIT %d"
            .formatted(
                sample(verdict.expectation()),
                verdict.unexpectedRows().from(batch),
                Batch.ROW_NUMBER,
                count());
    try {
      return new Answer.Values(
          List.of(RowResults.array(queries.rows(sql).stream().map(List::getFirst).toList())));
    } catch (EvaluationException e) {
      return new Answer.Failed(e.getMessage());
    }
  }

  private int count() {
    return Math.max(1, format.partialUnexpectedCount());
  }

  private Found samples(RowVerdict verdict, JsonNode first) {
    try {
      List<List<JsonNode>> values = new ArrayList<>();
      for (JsonNode sample : first) {
        List<JsonNode> row = new ArrayList<>();
        sample.forEach(row::add);
        values.add(row);
      }
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
      sql.append(", ").append(index(name));
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
