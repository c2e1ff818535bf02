package io.penstock.checkpoint.expectation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Holds or does not hold for each row. It succeeds if the share of rows that are as expected is at
 * least {@code mostly}; the share is over the rows that are considered, and no rows pass.
 */
public sealed interface RowExpectation extends Expectation
    permits MapExpectation, PairExpectation, MulticolumnExpectation {
  /** The columns it looks at. */
  List<Column> columns();

  /** SQL predicate: whether a row counts; rows with missing values usually do not. */
  String considered();

  /** When a considered row is as expected. */
  Condition condition();

  /**
   * SQL of the number of unexpected rows among all rows, where there is a cheaper way than to look
   * at each.
   */
  default Optional<String> unexpectedCount() {
    return Optional.empty();
  }

  /** Whether the result tells how many values are missing; checks for nulls do not. */
  default boolean countsMissing() {
    return true;
  }

  /** SQL of what a result shows for an unexpected row. */
  String unexpectedValue();

  @Override
  default String subject() {
    return columns().stream().map(Column::name).collect(Collectors.joining(", "));
  }
}
