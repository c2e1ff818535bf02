package io.penstock.checkpoint.expectation;

/** About the columns of the data, or the number of its rows. */
public non-sealed interface TableExpectation extends MeasuredExpectation {
  @Override
  default String subject() {
    return "table";
  }
}
