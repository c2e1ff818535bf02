package io.penstock.checkpoint.expectation.pair;

import io.penstock.checkpoint.expectation.ColumnPair;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.PairExpectation;

/** {@code expect_column_pair_values_to_be_equal}: a missing value equals nothing. */
record PairValuesToBeEqual(ColumnPair pair) implements PairExpectation {
  static PairValuesToBeEqual read(Kwargs kwargs) {
    ColumnPair pair = ColumnPair.read(kwargs);
    pair.requireComparable(kwargs);
    return new PairValuesToBeEqual(pair);
  }

  @Override
  public Condition condition() {
    return new Condition.OfRow(pair.a().beside(pair.b()) + " = " + pair.b().beside(pair.a()));
  }
}
