package io.penstock.checkpoint.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.BoundExpectation;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.ColumnKind;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Literal;
import io.penstock.checkpoint.expectation.MapExpectation;
import io.penstock.checkpoint.expectation.RowExpectation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Counts the rows that break an expectation, with as much as can be of it in scans that it shares
 * with others.
 *
 * @param expectation the expectation
 * @param bound its row condition
 */
record RowCounts(RowExpectation expectation, BoundExpectation bound) {
  private static final int BEFORE_CONDITION = 2;

  /** What the first scan is asked: elements, considered, and what the condition needs. */
  List<String> measures() {
    List<String> measures = new ArrayList<>();
    measures.add(bound.rowCondition().map(RowCounts::countWhere).orElse("count(*)"));
    measures.add(countConsidered());
    switch (expectation.condition()) {
      case Condition.OfRow condition -> measures.add(countUnexpected(condition));
      case Condition.OfStatistics condition ->
          condition.measures().forEach(measure -> measures.add(ofConsidered(measure)));
      case Condition.Unique unique -> measures.add(countDistinct(unique));
      case Condition.OfOrder order -> {}
    }
    return measures;
  }

  /**
   * What {@link #measures} asks about rows, of distinct values of the column instead.
   *
   * @param rows SQL of the number of rows that have the value
   */
  List<String> measuresOfDistinct(String rows) {
    String unexpected = new UnexpectedRows(expectation, bound).predicate().orElseThrow();
    return List.of(
        sumWhere(rows, "true"), sumWhere(rows, considered()), sumWhere(rows, unexpected));
  }

  private static String sumWhere(String rows, String predicate) {
    return "coalesce(sum(CASE WHEN " + predicate + " THEN " + rows + " END), 0)";
  }

  /**
   * At most the number of distinct keys: where it is the number of rows, all keys differ, and a
   * hash takes far less memory than a text or several columns. Otherwise the keys themselves are
   * looked at.
   */
  private String countDistinct(Condition.Unique unique) {
    Column first = unique.keys().getFirst();
    boolean small = unique.keys().size() == 1 && first.kind() != ColumnKind.TEXT;
    String keys = unique.keys().stream().map(Column::sql).collect(Collectors.joining(", "));
    return small
        ? ofConsidered("count(DISTINCT " + keys + ")")
        : "count(DISTINCT hash(" + keys + ")) FILTER (WHERE " + considered() + ")";
  }

  private String considered() {
    return UnexpectedRows.considered(expectation, bound);
  }

  private String countUnexpected(Condition.OfRow condition) {
    if (bound.rowCondition().isEmpty() && expectation.unexpectedCount().isPresent()) {
      return expectation.unexpectedCount().get();
    }
    // Where the value is missing, so is the answer, and it is not counted.
    boolean answersTellAll =
        condition.strict()
            && bound.rowCondition().isEmpty()
            && expectation instanceof MapExpectation;
    return countWhere(
        answersTellAll
            ? "NOT (" + condition.sql() + ")"
            : new UnexpectedRows(expectation, bound).predicate().orElseThrow());
  }

  private String countConsidered() {
    String considered = considered();
    if (considered.equals("true")) {
      return "count(*)";
    }
    boolean all = bound.rowCondition().isEmpty();
    return all && expectation instanceof MapExpectation map && map.countsMissing()
        ? "count(" + map.column().sql() + ")"
        : countWhere(considered);
  }

  /** Over all rows an aggregate of a column passes missing values by itself. */
  private String ofConsidered(String aggregate) {
    return bound.rowCondition().isEmpty() && expectation instanceof MapExpectation
        ? aggregate
        : aggregate + " FILTER (WHERE " + considered() + ")";
  }

  /** Cheaper than FILTER, to plan as well as to run; null for no rows at all. */
  private static String countWhere(String predicate) {
    return "count_if(" + predicate + ")";
  }

  /** What the first scan came to. */
  sealed interface Counted {
    /** All is known. */
    record Verdict(RowVerdict verdict) implements Counted {}

    /** A second scan, which others share too, has to count {@code measure}. */
    record Measure(RowVerdict open, String measure) implements Counted {}

    /** A query of its own has to count. */
    record Query(RowVerdict open) implements Counted {}
  }

  /** What the first scan came to, given the answers to {@link #measures}. */
  Counted counted(List<JsonNode> values) {
    long elements = values.get(0).longValue();
    long considered = values.get(1).longValue();
    List<JsonNode> rest = values.subList(BEFORE_CONDITION, values.size());
    RowVerdict open =
        new RowVerdict(new UnexpectedRows(expectation, bound), elements, considered, 0);
    return switch (expectation.condition()) {
      case Condition.OfRow condition ->
          new Counted.Verdict(with(open, rest.getFirst().longValue()));
      case Condition.OfStatistics condition -> {
        List<String> literals = rest.stream().map(RowCounts::literal).toList();
        UnexpectedRows rows = new UnexpectedRows(expectation, bound, literals);
        yield new Counted.Measure(
            new RowVerdict(rows, elements, considered, 0),
            countWhere(rows.predicate().orElseThrow()));
      }
      case Condition.Unique unique -> {
        boolean allDiffer = rest.getFirst().longValue() == considered;
        yield allDiffer ? new Counted.Verdict(open) : new Counted.Query(open);
      }
      case Condition.OfOrder order -> new Counted.Query(open);
    };
  }

  private static String literal(JsonNode value) {
    return value.isNull() ? "CAST(NULL AS DOUBLE)" : Literal.floating(value.doubleValue());
  }

  /** A verdict whose unexpected rows have been counted. */
  static RowVerdict with(RowVerdict open, long unexpected) {
    return new RowVerdict(open.unexpectedRows(), open.elements(), open.considered(), unexpected);
  }
}
