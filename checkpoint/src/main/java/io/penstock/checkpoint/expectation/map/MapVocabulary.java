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
          Map.entry("expect_column_values_to_be_unique", ValuesToBeUnique::read),
          Map.entry("expect_column_values_to_not_be_in_set", ValuesToNotBeInSet::read),
          Map.entry("expect_column_values_to_not_match_regex", ValuesToNotMatchRegex::read),
          Map.entry("expect_column_values_to_match_regex_list", ValuesToMatchRegexList::read),
          Map.entry(
              "expect_column_values_to_not_match_regex_list", ValuesToNotMatchRegexList::read),
          Map.entry("expect_column_values_to_match_like_pattern", ValuesToMatchLikePattern::read),
          Map.entry(
              "expect_column_values_to_not_match_like_pattern", ValuesToNotMatchLikePattern::read),
          Map.entry(
              "expect_column_values_to_match_like_pattern_list",
              ValuesToMatchLikePatternList::read),
          Map.entry(
              "expect_column_values_to_not_match_like_pattern_list",
              ValuesToNotMatchLikePatternList::read),
          Map.entry("expect_column_value_lengths_to_be_between", ValueLengthsToBeBetween::read),
          Map.entry("expect_column_value_lengths_to_equal", ValueLengthsToEqual::read),
          Map.entry("expect_column_values_to_be_increasing", ValuesToBeOrdered::increasing),
          Map.entry("expect_column_values_to_be_decreasing", ValuesToBeOrdered::decreasing),
          Map.entry(
              "expect_column_values_to_be_dateutil_parseable", ValuesToBeDateutilParseable::read),
          Map.entry("expect_column_values_to_be_json_parseable", ValuesToBeJsonParseable::read),
          Map.entry("expect_column_values_to_match_json_schema", ValuesToMatchJsonSchema::read),
          Map.entry(
              "expect_column_values_to_match_strftime_format", ValuesToMatchStrftimeFormat::read),
          Map.entry(
              "expect_column_value_z_scores_to_be_less_than", ValueZScoresToBeLessThan::read));

  private MapVocabulary() {}
}
