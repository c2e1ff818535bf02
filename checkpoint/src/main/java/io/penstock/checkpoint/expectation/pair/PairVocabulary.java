package io.penstock.checkpoint.expectation.pair;

import io.penstock.checkpoint.expectation.ExpectationReader;
import java.util.Map;

/** The types about two columns in the same row. The next one goes here. */
public final class PairVocabulary {
  public static final Map<String, ExpectationReader> READERS =
      Map.ofEntries(
          Map.entry(
              "expect_column_pair_values_a_to_be_greater_than_b",
              PairValuesAToBeGreaterThanB::read),
          Map.entry("expect_column_pair_values_to_be_equal", PairValuesToBeEqual::read),
          Map.entry("expect_column_pair_values_to_be_in_set", PairValuesToBeInSet::read));

  private PairVocabulary() {}
}
