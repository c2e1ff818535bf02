package io.penstock.checkpoint.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.BoundExpectation;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.ColumnKind;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.MapExpectation;
import io.penstock.checkpoint.plan.SharedScan.Answer;
import io.penstock.checkpoint.suite.Suite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Counts what is unexpected among texts by their distinct values, where these are few: a regular
 * expression is then matched once for each value and not for each row. Whether they are few the
 * first rows tell; if the others are not like these it takes longer, and comes to the same.
 */
record DistinctTexts(Queries queries, Batch batch) {
  private static final int SAMPLE_ROWS = 50_000;

  /** Rows of the sample that a value must have on average. */
  private static final int REPEATS_MIN = 8;

  /** Columns that are looked at: each takes a query. */
  private static final int COLUMNS_MAX = 50;

  private static final String ROWS = "__penstock_rows";

  /** Answers to {@link RowCounts#measures}, by the place of the expectation, of some of them. */
  Map<Integer, Answer> answers(List<Suite.Bound> expectations) {
    Map<Column, List<Integer>> places = places(expectations);
    Map<Integer, Answer> answers = new HashMap<>();
    for (Column column : few(List.copyOf(places.keySet()))) {
      SharedScan scan = new SharedScan();
      for (int place : places.getOrDefault(column, List.of())) {
        BoundExpectation bound = expectations.get(place).expectation();
        if (bound.expectation() instanceof MapExpectation expectation) {
          scan.ask(place, new RowCounts(expectation, bound).measuresOfDistinct(ROWS));
        }
      }
      answers.putAll(
          scan.run(
              queries,
              "(SELECT %s, count(*) AS %s FROM %s GROUP BY 1)"
                  .formatted(column.sql(), ROWS, batch.sql())));
    }
    return answers;
  }

  /** Expectations about texts alone, by column, where one of them takes long for a row. */
  private static Map<Column, List<Integer>> places(List<Suite.Bound> expectations) {
    Map<Column, List<Integer>> places = new LinkedHashMap<>();
    List<Column> costly = new ArrayList<>();
    for (int i = 0; i < expectations.size(); i++) {
      BoundExpectation bound = expectations.get(i).expectation();
      if (bound.rowCondition().isEmpty()
          && bound.expectation() instanceof MapExpectation expectation
          && expectation.column().kind() == ColumnKind.TEXT
          && expectation.unexpectedCount().isEmpty()
          && expectation.condition() instanceof Condition.OfRow condition) {
        places.computeIfAbsent(expectation.column(), column -> new ArrayList<>()).add(i);
        if (condition.costly()) {
          costly.add(expectation.column());
        }
      }
    }
    places.keySet().retainAll(costly);
    return places;
  }

  private List<Column> few(List<Column> columns) {
    List<Column> some = columns.subList(0, Math.min(columns.size(), COLUMNS_MAX));
    if (some.isEmpty()) {
      return List.of();
    }
    List<JsonNode> counts;
    try {
      counts = queries.rows(sample(some)).getFirst();
    } catch (EvaluationException e) {
      // The scan of all rows tells what is wrong with them.
      return List.of();
    }
    List<Column> few = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      if (counts.getLast().longValue() == SAMPLE_ROWS
          && counts.get(i).longValue() * REPEATS_MIN <= SAMPLE_ROWS) {
        few.add(some.get(i));
      }
    }
    return few;
  }

  private String sample(List<Column> columns) {
    return "SELECT %s, count(*) FROM (SELECT %s FROM %s LIMIT %d)"
        .formatted(
            columns.stream()
                .map(column -> "count(DISTINCT " + column.sql() + ")")
                .collect(Collectors.joining(", ")),
            columns.stream().map(Column::sql).collect(Collectors.joining(", ")),
            batch.sql(),
            SAMPLE_ROWS);
  }
}
