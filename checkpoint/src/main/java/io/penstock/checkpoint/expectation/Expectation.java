package io.penstock.checkpoint.expectation;

/**
 * A verifiable statement about data, bound to its columns. There are two kinds: those that hold or
 * do not hold for a row, and those about numbers that describe the data as a whole.
 */
public sealed interface Expectation permits RowExpectation, MeasuredExpectation {
  /** What it looks at, in words: a column, several columns, or the table. */
  String subject();
}
