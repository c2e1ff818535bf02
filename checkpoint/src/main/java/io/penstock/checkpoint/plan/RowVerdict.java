package io.penstock.checkpoint.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.BoundExpectation;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.MapExpectation;
import io.penstock.checkpoint.expectation.RowExpectation;
import java.util.ArrayList;
import java.util.List;

/**
 * How many rows are as expected.
 *
 * @param expectation the expectation
 * @param unexpectedRows where to find the rows that are not
 * @param elements number of rows that it is about
 * @param considered number of those that count
 * @param unexpected number of those that are not as expected
 */
record RowVerdict(
    RowExpectation expectation,
    UnexpectedRows unexpectedRows,
    long elements,
    long considered,
    long unexpected) {
  /** What the shared scan is asked: elements, considered, and what the condition needs. */
  static List<String> measures(RowExpectation expectation, BoundExpectation bound) {
    String considered = UnexpectedRows.considered(expectation, bound);
    List<String> measures = new ArrayList<>();
    measures.add(bound.rowCondition().map(RowVerdict::countWhere).orElse("count(*)"));
    measures.add(countConsidered(expectation, bound, considered));
    switch (expectation.condition()) {
      case Condition.OfRow condition -> {
        // Where the value is missing, so is the answer, and it is not counted.
        boolean answersTellAll =
            condition.strict()
                && bound.rowCondition().isEmpty()
                && expectation instanceof MapExpectation;
        measures.add(
            countWhere(
                answersTellAll
                    ? "NOT (" + condition.sql() + ")"
                    : UnexpectedRows.unexpected(expectation, bound, condition.sql())));
      }
      case Condition.OfStatistics statistics -> {}
      case Condition.Unique unique -> {}
      case Condition.OfOrder order -> {}
    }
    return measures;
  }

  private static String countConsidered(
      RowExpectation expectation, BoundExpectation bound, String considered) {
    if (considered.equals("true")) {
      return "count(*)";
    }
    boolean all = bound.rowCondition().isEmpty();
    return all && expectation instanceof MapExpectation map && map.countsMissing()
        ? "count(" + map.column().sql() + ")"
        : countWhere(considered);
  }

  /** Cheaper than FILTER, to plan as well as to run; null for no rows at all. */
  private static String countWhere(String predicate) {
    return "count_if(" + predicate + ")";
  }

  /** The verdict, given the answers to {@link #measures}. */
  static RowVerdict of(
      RowExpectation expectation,
      BoundExpectation bound,
      List<JsonNode> values,
      Queries queries,
      Batch batch)
      throws EvaluationException {
    UnexpectedRows rows = new UnexpectedRows(expectation, bound);
    long unexpected =
        expectation.condition() instanceof Condition.OfRow
            ? values.get(2).longValue()
            : queries.rows(rows.count(batch)).getFirst().getFirst().longValue();
    return new RowVerdict(
        expectation, rows, values.get(0).longValue(), values.get(1).longValue(), unexpected);
  }

  /** Whether enough rows are as expected; no rows are. */
  boolean success() {
    return considered == 0
        || (double) (considered - unexpected) / considered >= unexpectedRows.bound().mostly();
  }
}
