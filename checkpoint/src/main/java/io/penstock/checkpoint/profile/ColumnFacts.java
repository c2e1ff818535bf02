package io.penstock.checkpoint.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.ColumnKind;
import java.util.List;

/**
 * What one look at a column tells.
 *
 * @param column the column
 * @param present number of values that are not missing
 * @param distinct about how many different ones there are; 0 where that is not asked
 * @param least the least value, or of text the least length; null if there is none
 * @param greatest the greatest value, or of text the greatest length; null if there is none
 */
record ColumnFacts(Column column, long present, long distinct, JsonNode least, JsonNode greatest) {
  private static final String NOTHING = "CAST(NULL AS BIGINT)";

  /** Aggregates that give {@link #present} and what follows, in that order. */
  static List<String> aggregates(Column column) {
    String value = column.normalized();
    return List.of(
        "count(" + value + ")",
        counted(column) ? "approx_count_distinct(" + value + ")" : NOTHING,
        extreme(column, false),
        extreme(column, true));
  }

  private static String extreme(Column column, boolean greatest) {
    String function = greatest ? "max(" : "min(";
    String value = column.normalized();
    return switch (column.kind()) {
      case INTEGER, DECIMAL -> function + value + ")";
      case FLOAT -> "CAST(" + function + value + ") AS DOUBLE)";
      case TEXT -> function + "length(" + value + "))";
      case DATE, TIMESTAMP, TIMESTAMP_TZ -> column.presented(function + value + ")");
      case BOOLEAN, OTHER, UNKNOWN -> NOTHING;
    };
  }

  /** Whether how many different values there are says something. */
  private static boolean counted(Column column) {
    return column.kind() != ColumnKind.FLOAT
        && column.kind() != ColumnKind.OTHER
        && column.kind() != ColumnKind.UNKNOWN;
  }

  /** Whether few different values come up so often that they may be all there are. */
  boolean fewValues() {
    return switch (column.kind()) {
      case BOOLEAN -> present > 0;
      case TEXT -> distinct > 0 && distinct <= 30 && present >= 3 * distinct;
      case INTEGER -> distinct > 0 && distinct <= 12 && present >= 10 * distinct;
      case FLOAT, DECIMAL, DATE, TIMESTAMP, TIMESTAMP_TZ, OTHER, UNKNOWN -> false;
    };
  }

  /** Whether no value may come twice. */
  boolean perhapsUnique() {
    return column.kind() != ColumnKind.BOOLEAN && present > 1 && distinct >= 0.8 * present;
  }
}
