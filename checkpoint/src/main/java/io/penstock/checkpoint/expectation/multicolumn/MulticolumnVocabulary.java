package io.penstock.checkpoint.expectation.multicolumn;

import io.penstock.checkpoint.expectation.ExpectationReader;
import java.util.Map;

/** The types about several columns in the same row. The next one goes here. */
public final class MulticolumnVocabulary {
  public static final Map<String, ExpectationReader> READERS =
      Map.ofEntries(
          Map.entry("expect_compound_columns_to_be_unique", CompoundColumnsToBeUnique::read),
          Map.entry("expect_multicolumn_sum_to_equal", MulticolumnSumToEqual::read),
          Map.entry(
              "expect_select_column_values_to_be_unique_within_record",
              SelectColumnValuesToBeUniqueWithinRecord::read),
          Map.entry("expect_multicolumn_values_to_be_equal", MulticolumnValuesToBeEqual::read),
          // An older name of the same.
          Map.entry(
              "expect_multicolumn_values_to_be_unique",
              SelectColumnValuesToBeUniqueWithinRecord::read));

  private MulticolumnVocabulary() {}
}
