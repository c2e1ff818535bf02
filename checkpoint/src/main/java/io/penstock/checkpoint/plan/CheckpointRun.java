package io.penstock.checkpoint.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.checkpoint.expectation.BoundExpectation;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.MeasuredExpectation;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.RowExpectation;
import io.penstock.checkpoint.plan.RowCounts.Counted;
import io.penstock.checkpoint.plan.SharedScan.Answer;
import io.penstock.checkpoint.plan.UnexpectedValues.Found;
import io.penstock.checkpoint.result.ExpectationResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.checkpoint.suite.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** One evaluation of a plan. */
final class CheckpointRun {
  private final Queries queries;
  private final Batch batch;
  private final ResultFormat format;

  CheckpointRun(Queries queries, Batch batch, ResultFormat format) {
    this.queries = queries;
    this.batch = batch;
    this.format = format;
  }

  List<ExpectationResult> run(List<Suite.Bound> expectations) {
    expectations.forEach(this::registerFunctions);
    Map<Integer, ExpectationResult> results = new TreeMap<>();
    Map<Integer, Counted> counts = new TreeMap<>();
    Map<Integer, Answer> measured = scan(expectations);
    for (int i = 0; i < expectations.size(); i++) {
      Suite.Bound bound = expectations.get(i);
      switch (Objects.requireNonNull(measured.get(i))) {
        case Answer.Failed failed -> results.put(i, failed(bound, failed.message()));
        case Answer.Values values -> {
          switch (bound.expectation().expectation()) {
            case MeasuredExpectation expectation ->
                results.put(i, measured(bound, expectation, values.values()));
            case RowExpectation expectation ->
                counts.put(
                    i, new RowCounts(expectation, bound.expectation()).counted(values.values()));
          }
        }
      }
    }
    Map<Integer, RowVerdict> rowVerdicts = verdicts(expectations, counts, results);
    Map<Integer, Found> samples = new UnexpectedValues(queries, batch, format).find(rowVerdicts);
    rowVerdicts.forEach((i, verdict) ->
        results.put(
            i, result(expectations.get(i), verdict, Objects.requireNonNull(samples.get(i)))));
    return List.copyOf(results.values());
  }

  /** Counts what the first scan could not: by one more that all share, or one by one. */
  private Map<Integer, RowVerdict> verdicts(
      List<Suite.Bound> expectations,
      Map<Integer, Counted> counts,
      Map<Integer, ExpectationResult> results) {
    SharedScan second = new SharedScan();
    counts.forEach((i, counted) -> {
      if (counted instanceof Counted.Measure(RowVerdict open, String measure)) {
        second.ask(i, List.of(measure));
      }
    });
    Map<Integer, Answer> measured = second.run(queries, batch.sql());
    Map<Integer, RowVerdict> verdicts = new TreeMap<>();
    counts.forEach((i, counted) -> {
      try {
        verdicts.put(
            i,
            switch (counted) {
              case Counted.Verdict(RowVerdict verdict) -> verdict;
              case Counted.Measure(RowVerdict open, String measure) ->
                  RowCounts.with(open, count(Objects.requireNonNull(measured.get(i))));
              case Counted.Query(RowVerdict open) ->
                  RowCounts.with(
                      open,
                      queries
                          .rows(open.unexpectedRows().count(batch))
                          .getFirst()
                          .getFirst()
                          .longValue());
            });
      } catch (EvaluationException e) {
        results.put(i, failed(expectations.get(i), e.getMessage()));
      }
    });
    return verdicts;
  }

  private static long count(Answer answer) throws EvaluationException {
    return switch (answer) {
      case Answer.Values(List<JsonNode> values) -> values.getFirst().longValue();
      case Answer.Failed(String message) -> throw new EvaluationException(message, null);
    };
  }

  private void registerFunctions(Suite.Bound bound) {
    if (bound.expectation().expectation() instanceof RowExpectation expectation
        && expectation.condition() instanceof Condition.OfRow condition) {
      condition.functions().forEach(queries::register);
    }
  }

  /** All that one pass over the data can tell, and what distinct texts tell faster. */
  private Map<Integer, Answer> scan(List<Suite.Bound> expectations) {
    Map<Integer, Answer> answers = new DistinctTexts(queries, batch).answers(expectations);
    SharedScan scan = new SharedScan();
    for (int i = 0; i < expectations.size(); i++) {
      if (answers.containsKey(i)) {
        continue;
      }
      BoundExpectation bound = expectations.get(i).expectation();
      scan.ask(
          i,
          switch (bound.expectation()) {
            case RowExpectation expectation -> new RowCounts(expectation, bound).measures();
            case MeasuredExpectation expectation ->
                Completeness.measures(expectation).stream()
                    .map(measure -> filtered(measure, bound))
                    .toList();
          });
    }
    answers.putAll(scan.run(queries, batch.sql()));
    return answers;
  }

  private static String filtered(String aggregate, BoundExpectation bound) {
    return bound
        .rowCondition()
        .map(condition -> aggregate + " FILTER (WHERE " + condition + ")")
        .orElse(aggregate);
  }

  private ExpectationResult measured(
      Suite.Bound bound, MeasuredExpectation expectation, List<JsonNode> values) {
    try {
      return evaluate(bound, expectation, values);
    } catch (EvaluationException e) {
      return failed(bound, e.getMessage());
    }
  }

  private ExpectationResult evaluate(
      Suite.Bound bound, MeasuredExpectation expectation, List<JsonNode> values)
      throws EvaluationException {
    String from = batch.where(bound.expectation().rowCondition());
    List<List<List<JsonNode>>> answers = new ArrayList<>();
    for (MeasuredExpectation.DataQuery query : expectation.queries(values)) {
      answers.add(queries.rows(query.sql(from)));
    }
    Evaluation evaluation = expectation.evaluate(new Observations(values, answers));
    Completeness.add(expectation, values, evaluation);
    return new ExpectationResult(
        bound.config(),
        expectation.subject(),
        evaluation.success(),
        format.atLeast(ResultFormat.Level.BASIC)
            ? evaluation.result()
            : JsonNodeFactory.instance.objectNode(),
        Optional.empty());
  }

  private ExpectationResult result(Suite.Bound bound, RowVerdict verdict, Found found) {
    return switch (found) {
      case Found.Failed failed -> failed(bound, failed.message());
      case Found.Samples samples ->
          new ExpectationResult(
              bound.config(),
              verdict.expectation().subject(),
              verdict.success(),
              RowResults.fields(verdict, samples, format),
              Optional.empty());
    };
  }

  private static ExpectationResult failed(Suite.Bound bound, String message) {
    return ExpectationResult.failed(
        bound.config(), bound.expectation().expectation().subject(), message);
  }
}
