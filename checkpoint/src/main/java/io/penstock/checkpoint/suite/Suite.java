package io.penstock.checkpoint.suite;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.expectation.BoundExpectation;
import io.penstock.checkpoint.expectation.BoundExpectation.Reading;
import io.penstock.checkpoint.expectation.Problem;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.history.History;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An expectation suite, free of every error that can be found without its data.
 *
 * @param name its name, which may be empty
 * @param expectations in the order they are written
 * @param meta anything
 * @param parameters values that the suite itself gives to parameters, for want of others
 */
public record Suite(
    String name, List<ExpectationConfig> expectations, ObjectNode meta, Parameters parameters) {
  /** Stands for the window of a build while there is none. */
  private static final Parameters ANY_WINDOW =
      Parameters.of(
          new Window(Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2000-01-02T00:00:00Z")));

  public Suite {
    expectations = List.copyOf(expectations);
  }

  /**
   * Reads a suite in the JSON form of Great Expectations 1.x, or of 0.x ({@code expectation_type},
   * {@code expectation_suite_name}).
   *
   * @throws PenstockException of kind USER ({@code bad-suite}) with every error at once, a line
   *     each, naming the expectation's index, type and kwarg
   */
  public static Suite parse(String json) {
    SuiteProblems problems = new SuiteProblems();
    Suite suite = new SuiteReader(problems).read(json);
    for (ExpectationConfig config : suite.expectations) {
      checkWithoutData(config, ANY_WINDOW.over(suite.parameters), problems);
    }
    problems.throwIfAny();
    return suite;
  }

  /** An expectation with what it was read from. */
  public record Bound(ExpectationConfig config, BoundExpectation expectation) {}

  /**
   * Binds all expectations to the columns of the data.
   *
   * @param given values of parameters, which go before the suite's own
   * @param history what was published before
   * @throws PenstockException of kind USER ({@code bad-suite}) if a column is missing, a value
   *     cannot be compared with a column's type, or a parameter has no value
   */
  public List<Bound> bind(TableSchema schema, Parameters given, History history) {
    SuiteProblems problems = new SuiteProblems();
    List<Bound> bound = new ArrayList<>();
    Parameters all = given.over(parameters);
    for (ExpectationConfig config : expectations) {
      Parameters.Binding binding = all.bind(config.kwargs());
      for (String reason : binding.unbound()) {
        problems.add(config.index(), config.type(), new Problem("$PARAMETER", reason));
      }
      if (binding.unbound().isEmpty()) {
        Reading reading =
            BoundExpectation.read(config.type(), binding.kwargs(), Optional.of(schema), history);
        reading.problems().forEach(problem -> problems.add(config.index(), config.type(), problem));
        reading
            .bound()
            .ifPresent(expectation -> {
              checkAction(config, expectation, problems);
              bound.add(new Bound(config, expectation));
            });
      }
    }
    problems.throwIfAny();
    return List.copyOf(bound);
  }

  private static void checkWithoutData(
      ExpectationConfig config, Parameters parameters, SuiteProblems problems) {
    Parameters.Binding binding = parameters.bind(config.kwargs());
    if (!binding.unbound().isEmpty()) {
      // What the kwargs mean is known when the parameters are.
      return;
    }
    Reading reading =
        BoundExpectation.read(config.type(), binding.kwargs(), Optional.empty(), History.NONE);
    reading.problems().forEach(problem -> problems.add(config.index(), config.type(), problem));
    reading.bound().ifPresent(bound -> checkAction(config, bound, problems));
  }

  /** What is not about rows has no rows to act on. */
  private static void checkAction(
      ExpectationConfig config, BoundExpectation bound, SuiteProblems problems) {
    Optional<String> advice =
        bound.rowLevel()
            ? Optional.empty()
            : switch (config.action()) {
              case FAIL -> Optional.empty();
              case WARN ->
                  Optional.of(
                      "'warn' is for expectations about rows; give this one the severity warning");
              case QUARANTINE -> Optional.of("only an expectation about rows can quarantine them");
            };
    advice.ifPresent(text ->
        problems.add(config.index(), config.type(), new Problem("meta.penstock.action", text)));
  }
}
