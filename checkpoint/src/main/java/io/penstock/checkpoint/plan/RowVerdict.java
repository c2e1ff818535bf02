package io.penstock.checkpoint.plan;

import io.penstock.checkpoint.expectation.RowExpectation;

/**
 * How many rows are as expected.
 *
 * @param unexpectedRows where to find the rows that are not
 * @param elements number of rows that it is about
 * @param considered number of those that count
 * @param unexpected number of those that are not as expected
 */
record RowVerdict(UnexpectedRows unexpectedRows, long elements, long considered, long unexpected) {
  RowExpectation expectation() {
    return unexpectedRows.expectation();
  }

  /** Whether enough rows are as expected; no rows are. */
  boolean success() {
    return considered == 0
        || (double) (considered - unexpected) / considered >= unexpectedRows.bound().mostly();
  }
}
