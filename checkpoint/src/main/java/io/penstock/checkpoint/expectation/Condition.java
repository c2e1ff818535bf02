package io.penstock.checkpoint.expectation;

import java.util.List;

/** When a row is as expected. Anything but true, so null too, is unexpected. */
public sealed interface Condition {
  /** Name of what {@link OfOrder} adds to a row. */
  String WINDOW_VALUE = "__penstock_window";

  /**
   * Told by the row alone.
   *
   * @param sql predicate over the row's columns
   * @param strict whether it is null exactly where a value that it looks at is missing, which makes
   *     it cheaper to count
   * @param functions functions that the predicate calls and the engine does not have
   */
  record OfRow(String sql, boolean strict, List<TextPredicate> functions) implements Condition {
    public OfRow {
      functions = List.copyOf(functions);
    }

    public OfRow(String sql) {
      this(sql, false, List.of());
    }

    /** Whether it takes much longer to judge a text than to read it. */
    public boolean costly() {
      return !functions.isEmpty() || sql.contains("regexp_matches(");
    }

    /** A predicate that compares a column with literals, and is null where its value is missing. */
    public static OfRow strict(String sql, Column column) {
      // A literal of other types is null if it cannot be read, and so is the comparison with it.
      return new OfRow(sql, column.kind() != ColumnKind.OTHER, List.of());
    }
  }

  /**
   * No other considered row has the same values; missing values are the same as each other.
   *
   * @param keys the columns that are compared
   */
  record Unique(List<Column> keys) implements Condition {
    public Unique {
      keys = List.copyOf(keys);
    }
  }

  /**
   * Told by the row and its place among the considered rows, in the order of the data.
   *
   * @param window SQL call of a window function, such as {@code lag("x")}
   * @param sql predicate over the row's columns and {@link #WINDOW_VALUE}
   */
  record OfOrder(String window, String sql) implements Condition {}

  /**
   * Told by the row and by numbers that describe all considered rows.
   *
   * @param measures SQL aggregates over the considered rows
   * @param sql predicate over the row's columns, given the values of the measures as SQL
   */
  record OfStatistics(List<String> measures, StatisticsPredicate sql) implements Condition {
    public OfStatistics {
      measures = List.copyOf(measures);
    }
  }

  /** Makes a predicate from the SQL of each measure's value, which can be NULL. */
  @FunctionalInterface
  interface StatisticsPredicate {
    String sql(List<String> values);
  }

  /** Told by a check of a text. */
  static Condition of(TextPredicate predicate, Column column) {
    return new OfRow(predicate.call(column), false, List.of(predicate));
  }

  /** Every row is as expected. */
  static Condition always() {
    return new OfRow("true");
  }
}
