package io.penstock.checkpoint.expectation;

import java.util.Map;

/**
 * Two columns whose values are compared row by row.
 *
 * @param a {@code column_A}
 * @param b {@code column_B}
 * @param considered SQL predicate: the rows that {@code ignore_row_if} does not leave out
 */
public record ColumnPair(Column a, Column b, String considered) {

  /** Reads {@code column_A}, {@code column_B} and {@code ignore_row_if}. */
  public static ColumnPair read(Kwargs kwargs) {
    Column a = kwargs.column("column_A");
    Column b = kwargs.column("column_B");
    String considered =
        kwargs.choice(
            "ignore_row_if",
            "both_values_are_missing",
            Map.of(
                "both_values_are_missing",
                "(" + a.sql() + " IS NOT NULL OR " + b.sql() + " IS NOT NULL)",
                "either_value_is_missing",
                "(" + a.sql() + " IS NOT NULL AND " + b.sql() + " IS NOT NULL)",
                "neither",
                "true"));
    return new ColumnPair(a, b, considered);
  }

  /** Notes a problem if the two columns cannot be compared. */
  public void requireComparable(Kwargs kwargs) {
    if (!a.comparableWith(b)) {
      kwargs.problem(
          "column_B",
          "'%s' of type %s cannot be compared with '%s' of type %s"
              .formatted(b.name(), b.type(), a.name(), a.type()));
    }
  }
}
