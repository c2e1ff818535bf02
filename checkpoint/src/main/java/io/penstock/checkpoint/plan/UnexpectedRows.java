package io.penstock.checkpoint.plan;

import io.penstock.checkpoint.expectation.BoundExpectation;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.RowExpectation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * SQL of the rows that break an expectation.
 *
 * @param expectation the expectation
 * @param bound its row condition
 * @param statistics literals of what a condition that rests on statistics measures, if they are
 *     known; otherwise queries measure them again
 */
record UnexpectedRows(RowExpectation expectation, BoundExpectation bound, List<String> statistics) {
  UnexpectedRows(RowExpectation expectation, BoundExpectation bound) {
    this(expectation, bound, List.of());
  }

  /** Predicate: the rows that count. */
  String considered() {
    return considered(expectation, bound);
  }

  /** Predicate: the rows that count. */
  static String considered(RowExpectation expectation, BoundExpectation bound) {
    return bound
        .rowCondition()
        .map(condition -> "(" + condition + ") AND " + expectation.considered())
        .orElse(expectation.considered());
  }

  /** Predicate over a row: it counts and is not as expected; if a row alone tells. */
  Optional<String> predicate() {
    return expected().map(expected -> considered() + " AND (" + expected + ") IS NOT TRUE");
  }

  private Optional<String> expected() {
    return switch (expectation.condition()) {
      case Condition.OfRow condition -> Optional.of(condition.sql());
      case Condition.OfStatistics condition ->
          statistics.isEmpty() ? Optional.empty() : Optional.of(condition.sql().sql(statistics));
      case Condition.Unique unique -> Optional.empty();
      case Condition.OfOrder order -> Optional.empty();
    };
  }

  /** Query for how many they are, in a pass of its own. */
  String count(Batch batch) {
    return switch (expectation.condition()) {
      case Condition.Unique unique ->
          """
          SELECT coalesce(sum(n), 0)
          FROM (SELECT count(*) AS n FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1)\
          """
              .formatted(batch.sql(), considered(), keys(unique));
      case Condition.OfOrder order ->
          "SELECT count(*) FROM " + ordered(order, consideredOf(batch.sql()));
      case Condition.OfRow condition -> "SELECT count(*) FROM " + from(batch);
      case Condition.OfStatistics condition -> "SELECT count(*) FROM " + from(batch);
    };
  }

  /** What to write behind FROM to get these rows, with {@link Batch#ROW_NUMBER}. */
  String from(Batch batch) {
    String considered = consideredOf(batch.numbered());
    return switch (expectation.condition()) {
      case Condition.OfRow condition -> considered + " WHERE (" + condition.sql() + ") IS NOT TRUE";
      case Condition.Unique unique ->
          "(SELECT *, count(*) OVER (PARTITION BY %s) AS %s FROM %s) WHERE %s > 1"
              .formatted(keys(unique), Condition.WINDOW_VALUE, considered, Condition.WINDOW_VALUE);
      case Condition.OfOrder order -> ordered(order, considered);
      case Condition.OfStatistics condition ->
          considered
              + " WHERE ("
              + expected().orElseGet(() -> condition.sql().sql(subqueries(condition, batch)))
              + ") IS NOT TRUE";
    };
  }

  /** The engine takes rows as they come where a window has no order, and keeps nothing of them. */
  private static String ordered(Condition.OfOrder order, String considered) {
    return "(SELECT *, %s OVER () AS %s FROM %s) WHERE (%s) IS NOT TRUE"
        .formatted(order.window(), Condition.WINDOW_VALUE, considered, order.sql());
  }

  private String consideredOf(String rows) {
    return "(SELECT * FROM " + rows + " WHERE " + considered() + ")";
  }

  private List<String> subqueries(Condition.OfStatistics statistics, Batch batch) {
    return statistics.measures().stream()
        .map(
            measure -> "(SELECT %s FROM %s WHERE %s)".formatted(measure, batch.sql(), considered()))
        .toList();
  }

  private static String keys(Condition.Unique unique) {
    return unique.keys().stream().map(Column::sql).collect(Collectors.joining(", "));
  }
}
