package io.penstock.checkpoint.plan;

import io.penstock.checkpoint.expectation.BoundExpectation;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.RowExpectation;
import java.util.List;
import java.util.stream.Collectors;

/**
 * SQL of the rows that break an expectation.
 *
 * @param expectation the expectation
 * @param bound its row condition
 */
record UnexpectedRows(RowExpectation expectation, BoundExpectation bound) {

  /** Predicate: the rows that count. */
  static String considered(RowExpectation expectation, BoundExpectation bound) {
    return bound
        .rowCondition()
        .map(condition -> "(" + condition + ") AND " + expectation.considered())
        .orElse(expectation.considered());
  }

  /** Predicate over a row: it counts and is not as expected. */
  static String unexpected(RowExpectation expectation, BoundExpectation bound, String expected) {
    return considered(expectation, bound) + " AND (" + expected + ") IS NOT TRUE";
  }

  /** Query for how many they are. */
  String count(Batch batch) {
    if (expectation.condition() instanceof Condition.Unique unique) {
      return """
      SELECT coalesce(sum(n), 0)
      FROM (SELECT count(*) AS n FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1)\
      """
          .formatted(batch.sql(), considered(expectation, bound), keys(unique));
    }
    return "SELECT count(*) FROM " + from(batch);
  }

  /** What to write behind FROM to get these rows, with {@link Batch#ROW_NUMBER}. */
  String from(Batch batch) {
    String considered =
        "(SELECT * FROM " + batch.numbered() + " WHERE " + considered(expectation, bound) + ")";
    return switch (expectation.condition()) {
      case Condition.OfRow condition -> considered + " WHERE (" + condition.sql() + ") IS NOT TRUE";
      case Condition.Unique unique ->
          "(SELECT *, count(*) OVER (PARTITION BY %s) AS %s FROM %s) WHERE %s > 1"
              .formatted(keys(unique), Condition.WINDOW_VALUE, considered, Condition.WINDOW_VALUE);
      case Condition.OfOrder(String window, String sql) ->
          "(SELECT *, %s OVER (ORDER BY %s) AS %s FROM %s) WHERE (%s) IS NOT TRUE"
              .formatted(window, Batch.ROW_NUMBER, Condition.WINDOW_VALUE, considered, sql);
      case Condition.OfStatistics statistics ->
          considered
              + " WHERE ("
              + statistics.sql().sql(subqueries(statistics, batch))
              + ") IS NOT TRUE";
    };
  }

  private List<String> subqueries(Condition.OfStatistics statistics, Batch batch) {
    return statistics.measures().stream()
        .map(measure ->
            "(SELECT %s FROM %s WHERE %s)"
                .formatted(measure, batch.sql(), considered(expectation, bound)))
        .toList();
  }

  private static String keys(Condition.Unique unique) {
    return unique.keys().stream().map(Column::sql).collect(Collectors.joining(", "));
  }
}
