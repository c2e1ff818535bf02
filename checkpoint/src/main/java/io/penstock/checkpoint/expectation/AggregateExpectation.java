package io.penstock.checkpoint.expectation;

/** About a column as a whole; missing values do not count. */
public non-sealed interface AggregateExpectation extends MeasuredExpectation {
  Column column();

  @Override
  default String subject() {
    return column().name();
  }
}
