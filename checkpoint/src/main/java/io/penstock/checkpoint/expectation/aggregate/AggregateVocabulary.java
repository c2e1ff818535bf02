package io.penstock.checkpoint.expectation.aggregate;

import io.penstock.checkpoint.expectation.ExpectationReader;
import java.util.Map;

/** The types about a column as a whole. The next one goes here. */
public final class AggregateVocabulary {
  public static final Map<String, ExpectationReader> READERS =
      Map.ofEntries(
          Map.entry("expect_column_values_to_be_of_type", ValuesToBeOfType::read),
          Map.entry("expect_column_distinct_values_to_be_in_set", DistinctValuesToBeInSet::read));

  private AggregateVocabulary() {}
}
