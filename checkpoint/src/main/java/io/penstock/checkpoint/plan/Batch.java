package io.penstock.checkpoint.plan;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.TableSchema;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The data under check, as SQL.
 *
 * @param relation what to write behind FROM, such as {@code read_parquet(['a.parquet'])}
 * @param schema its columns
 */
record Batch(String relation, TableSchema schema) {
  /** Number of a row in the order of the data, from 0. */
  static final String ROW_NUMBER = "__penstock_row";

  /** All rows, with values as expectations see them. */
  String sql() {
    String replaced =
        schema.columns().stream()
            .filter(Column::needsNormalizing)
            .map(column -> column.normalized() + " AS " + column.sql())
            .collect(Collectors.joining(", "));
    return replaced.isEmpty()
        ? relation
        : "(SELECT * REPLACE (" + replaced + ") FROM " + relation + ")";
  }

  /** The rows that satisfy a condition. */
  String where(Optional<String> condition) {
    return condition.map(sql -> "(SELECT * FROM " + sql() + " WHERE " + sql + ")").orElse(sql());
  }

  /** All rows, with {@link #ROW_NUMBER}. */
  String numbered() {
    return "(SELECT *, row_number() OVER () - 1 AS " + ROW_NUMBER + " FROM " + sql() + ")";
  }
}
