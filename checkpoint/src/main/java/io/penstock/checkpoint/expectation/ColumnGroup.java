package io.penstock.checkpoint.expectation;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Columns whose values are looked at together, row by row.
 *
 * @param columns {@code column_list}, at least two
 * @param considered SQL predicate: the rows that {@code ignore_row_if} does not leave out
 */
public record ColumnGroup(List<Column> columns, String considered) {
  private static final int SIZE_MIN = 2;

  /** Reads {@code column_list} and {@code ignore_row_if}. */
  public static ColumnGroup read(Kwargs kwargs) {
    List<Column> columns = kwargs.columns("column_list");
    if (columns.size() < SIZE_MIN && kwargs.has("column_list")) {
      kwargs.problem("column_list", "must name at least two columns");
    }
    String considered =
        kwargs.choice(
            "ignore_row_if",
            "all_values_are_missing",
            Map.of(
                "all_values_are_missing",
                anyOrAllPresent(columns, " OR "),
                "any_value_is_missing",
                anyOrAllPresent(columns, " AND "),
                "never",
                "true"));
    return new ColumnGroup(columns, considered);
  }

  private static String anyOrAllPresent(List<Column> columns, String operator) {
    return columns.stream()
        .map(column -> column.sql() + " IS NOT NULL")
        .collect(Collectors.joining(operator, "(", ")"));
  }
}
