package io.penstock.checkpoint.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.checkpoint.expectation.BoundExpectation;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Evaluation;
import io.penstock.checkpoint.expectation.MeasuredExpectation;
import io.penstock.checkpoint.expectation.Observations;
import io.penstock.checkpoint.expectation.RowExpectation;
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
    Map<Integer, Answer> measured = scan(expectations);
    Map<Integer, ExpectationResult> results = new TreeMap<>();
    Map<Integer, RowVerdict> rowVerdicts = new TreeMap<>();
    for (int i = 0; i < expectations.size(); i++) {
      Suite.Bound bound = expectations.get(i);
      switch (Objects.requireNonNull(measured.get(i))) {
        case Answer.Failed failed -> results.put(i, failed(bound, failed.message()));
        case Answer.Values values -> {
          try {
            switch (bound.expectation().expectation()) {
              case MeasuredExpectation expectation ->
                  results.put(i, evaluate(bound, expectation, values.values()));
              case RowExpectation expectation ->
                  rowVerdicts.put(
                      i,
                      RowVerdict.of(
                          expectation, bound.expectation(), values.values(), queries, batch));
            }
          } catch (EvaluationException e) {
            results.put(i, failed(bound, e.getMessage()));
          }
        }
      }
    }
    Map<Integer, Found> samples = new UnexpectedValues(queries, batch, format).find(rowVerdicts);
    rowVerdicts.forEach((i, verdict) ->
        results.put(
            i, result(expectations.get(i), verdict, Objects.requireNonNull(samples.get(i)))));
    return List.copyOf(results.values());
  }

  private void registerFunctions(Suite.Bound bound) {
    if (bound.expectation().expectation() instanceof RowExpectation expectation
        && expectation.condition() instanceof Condition.OfRow condition) {
      condition.functions().forEach(queries::register);
    }
  }

  /** All that one pass over the data can tell. */
  private Map<Integer, Answer> scan(List<Suite.Bound> expectations) {
    SharedScan scan = new SharedScan();
    for (int i = 0; i < expectations.size(); i++) {
      BoundExpectation bound = expectations.get(i).expectation();
      scan.ask(
          i,
          switch (bound.expectation()) {
            case RowExpectation expectation -> RowVerdict.measures(expectation, bound);
            case MeasuredExpectation expectation ->
                Completeness.measures(expectation).stream()
                    .map(measure -> filtered(measure, bound))
                    .toList();
          });
    }
    return scan.run(queries, batch.sql());
  }

  private static String filtered(String aggregate, BoundExpectation bound) {
    return bound
        .rowCondition()
        .map(condition -> aggregate + " FILTER (WHERE " + condition + ")")
        .orElse(aggregate);
  }

  private ExpectationResult evaluate(
      Suite.Bound bound, MeasuredExpectation expectation, List<JsonNode> values)
      throws EvaluationException {
    String from = batch.where(bound.expectation().rowCondition());
    List<List<List<JsonNode>>> answers = new ArrayList<>();
    for (MeasuredExpectation.DataQuery query : expectation.queries()) {
      answers.add(queries.rows(query.sql(from, values)));
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
