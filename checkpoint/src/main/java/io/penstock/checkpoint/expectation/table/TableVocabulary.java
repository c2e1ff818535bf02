package io.penstock.checkpoint.expectation.table;

import io.penstock.checkpoint.expectation.ExpectationReader;
import java.util.Map;

/** The types about the columns and the number of rows. The next one goes here. */
public final class TableVocabulary {
  public static final Map<String, ExpectationReader> READERS =
      Map.ofEntries(
          Map.entry("expect_column_to_exist", ColumnToExist::read),
          Map.entry("expect_table_row_count_to_be_between", RowCountToBeBetween::read),
          Map.entry("expect_table_row_count_to_equal", RowCountToEqual::read),
          Map.entry("expect_table_row_count_to_equal_other_table", RowCountToEqualOtherTable::read),
          Map.entry("expect_table_column_count_to_be_between", ColumnCountToBeBetween::read),
          Map.entry("expect_table_column_count_to_equal", ColumnCountToEqual::read),
          Map.entry("expect_table_columns_to_match_set", ColumnsToMatchSet::read),
          Map.entry("expect_table_columns_to_match_ordered_list", ColumnsToMatchOrderedList::read),
          Map.entry(
              "expect_query_results_to_match_comparison", QueryResultsToMatchComparison::read),
          Map.entry("unexpected_rows_expectation", UnexpectedRows::read));

  private TableVocabulary() {}
}
