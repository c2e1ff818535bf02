package io.penstock.checkpoint.expectation.aggregate;

import io.penstock.checkpoint.expectation.ExpectationReader;
import java.util.Map;

/** The types about a column as a whole. The next one goes here. */
public final class AggregateVocabulary {
  public static final Map<String, ExpectationReader> READERS =
      Map.ofEntries(
          Map.entry("expect_column_values_to_be_of_type", ColumnTypeToBe::one),
          Map.entry("expect_column_values_to_be_in_type_list", ColumnTypeToBe::oneOf),
          Map.entry("expect_column_type_to_be", ColumnTypeToBe::one),
          Map.entry("expect_column_distinct_values_to_be_in_set", DistinctValuesToBeInSet::read),
          Map.entry(
              "expect_column_distinct_values_to_contain_set", DistinctValuesToContainSet::read),
          Map.entry("expect_column_distinct_values_to_equal_set", DistinctValuesToEqualSet::read),
          Map.entry("expect_column_most_common_value_to_be_in_set", MostCommonValueToBeInSet::read),
          Map.entry("expect_column_kl_divergence_to_be_less_than", KlDivergenceToBeLessThan::read),
          Map.entry("expect_column_max_to_be_between", MaxToBeBetween::read),
          Map.entry("expect_column_min_to_be_between", MinToBeBetween::read),
          Map.entry("expect_column_mean_to_be_between", MeanToBeBetween::read),
          Map.entry("expect_column_median_to_be_between", MedianToBeBetween::read),
          Map.entry("expect_column_sum_to_be_between", SumToBeBetween::read),
          Map.entry("expect_column_stdev_to_be_between", StdevToBeBetween::read),
          Map.entry(
              "expect_column_unique_value_count_to_be_between", UniqueValueCountToBeBetween::read),
          Map.entry(
              "expect_column_proportion_of_unique_values_to_be_between",
              ProportionOfUniqueValuesToBeBetween::read),
          Map.entry(
              "expect_column_proportion_of_non_null_values_to_be_between",
              ProportionOfNonNullValuesToBeBetween::read),
          Map.entry(
              "expect_column_quantile_values_to_be_between", QuantileValuesToBeBetween::read));

  private AggregateVocabulary() {}
}
