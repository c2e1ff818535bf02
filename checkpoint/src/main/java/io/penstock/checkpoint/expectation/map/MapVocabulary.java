package io.penstock.checkpoint.expectation.map;

import io.penstock.checkpoint.expectation.ExpectationReader;
import java.util.Map;

/** The types about each value of a column. The next one goes here. */
public final class MapVocabulary {
  public static final Map<String, ExpectationReader> READERS =
      Map.ofEntries(
          Map.entry("expect_column_values_to_not_be_null", ValuesToNotBeNull::read),
          Map.entry("expect_column_values_to_be_null", ValuesToBeNull::read),
          Map.entry("expect_column_values_to_be_between", ValuesToBeBetween::read),
          Map.entry("expect_column_values_to_match_regex", ValuesToMatchRegex::read),
          Map.entry("expect_column_values_to_be_in_set", ValuesToBeInSet::read),
          Map.entry("expect_column_values_to_be_unique", ValuesToBeUnique::read));

  private MapVocabulary() {}
}
