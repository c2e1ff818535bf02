package io.penstock.checkpoint.expectation.pair;

import io.penstock.checkpoint.expectation.ColumnPair;
import io.penstock.checkpoint.expectation.Condition;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.checkpoint.expectation.PairExpectation;

/** {@code expect_column_pair_values_a_to_be_greater_than_b}. */
record PairValuesAToBeGreaterThanB(ColumnPair pair, boolean orEqual) implements PairExpectation {
  static PairValuesAToBeGreaterThanB read(Kwargs kwargs) {
    ColumnPair pair = ColumnPair.read(kwargs);
    pair.requireComparable(kwargs);
    return new PairValuesAToBeGreaterThanB(pair, kwargs.flag("or_equal", false));
  }

  @Override
  public Condition condition() {
    return new Condition.OfRow(
        pair.a().beside(pair.b()) + (orEqual ? " >= " : " > ") + pair.b().beside(pair.a()));
  }
}
