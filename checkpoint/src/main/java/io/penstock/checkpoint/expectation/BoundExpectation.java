package io.penstock.checkpoint.expectation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.history.History;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An expectation with the kwargs that every type of its family shares.
 *
 * @param expectation the expectation
 * @param mostly least share of rows that are as expected; 1 where the type has no such kwarg
 * @param rowCondition SQL predicate: the rows that it is about, if not all
 */
public record BoundExpectation(
    Expectation expectation, double mostly, Optional<String> rowCondition) {
  /** Of versions 0.x: texts are read as times before they are compared. */
  private static final String TEXTS_AS_TIMES = "parse_strings_as_datetimes";

  /** Written by versions of Great Expectations, without meaning for a verdict. */
  private static final Set<String> WITHOUT_MEANING =
      Set.of(
          "batch_id",
          "table",
          "catch_exceptions",
          "include_config",
          "result_format",
          "meta",
          "auto",
          "profiler_config",
          "allow_cross_type_comparisons",
          "output_strftime_format",
          TEXTS_AS_TIMES);

  /** Whether it holds or does not hold for each row. */
  public boolean rowLevel() {
    return expectation instanceof RowExpectation;
  }

  /**
   * What reading gave.
   *
   * @param bound the expectation, if nothing is wrong
   * @param problems all that is wrong
   */
  public record Reading(Optional<BoundExpectation> bound, List<Problem> problems) {}

  /**
   * Reads kwargs, against the columns of the data if they are known.
   *
   * @param history what was published before
   */
  public static Reading read(
      String type, ObjectNode kwargs, Optional<TableSchema> schema, History history) {
    Optional<ExpectationReader> reader = Vocabulary.find(type);
    if (reader.isEmpty()) {
      return new Reading(
          Optional.empty(), List.of(new Problem("type", Vocabulary.explainUnknown(type))));
    }
    Kwargs reading = new Kwargs(kwargs, schema, history);
    reading.ignore(WITHOUT_MEANING);
    Expectation expectation = reader.get().read(reading);
    double mostly = expectation instanceof RowExpectation ? reading.share("mostly", 1.0) : 1.0;
    Optional<String> rowCondition = RowConditions.read(reading);
    checkTextsAsTimes(reading, expectation);
    reading.rejectUnknown();
    return reading.problems().isEmpty()
        ? new Reading(
            Optional.of(new BoundExpectation(expectation, mostly, rowCondition)), List.of())
        : new Reading(Optional.empty(), reading.problems());
  }

  /** Times need no reading, and texts are only compared as texts. */
  private static void checkTextsAsTimes(Kwargs kwargs, Expectation expectation) {
    if (!kwargs.flag(TEXTS_AS_TIMES, false)) {
      return;
    }
    Optional<Column> column =
        switch (expectation) {
          case MapExpectation map -> Optional.of(map.column());
          case AggregateExpectation aggregate -> Optional.of(aggregate.column());
          default -> Optional.empty();
        };
    if (column.filter(found -> found.kind() == ColumnKind.TEXT).isPresent()) {
      kwargs.problem(
          TEXTS_AS_TIMES,
          "'%s' is text, and compared as text; texts of ISO 8601 have the order of their times"
              .formatted(column.get().name()));
    }
  }
}
