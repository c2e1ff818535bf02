package io.penstock.checkpoint.result;

import java.util.List;

/**
 * How much a result tells, as in Great Expectations.
 *
 * @param level how much
 * @param partialUnexpectedCount number of unexpected values to show where not all are shown
 * @param indexColumns the columns by which {@code unexpected_index_list} names rows; by their
 *     number in the order of the data, from 0, if there are none
 * @param unexpectedRows number of whole rows to show for a failed expectation about rows
 */
public record ResultFormat(
    Level level, int partialUnexpectedCount, List<String> indexColumns, int unexpectedRows) {
  /** Unexpected rows that COMPLETE lists at most. */
  public static final int UNEXPECTED_MAX = 100_000;

  private static final int PARTIAL = 20;

  /** The usual one. */
  public static final ResultFormat SUMMARY = of(Level.SUMMARY);

  /** How much a result tells; each level tells what the one before it does, and more. */
  public enum Level {
    BOOLEAN_ONLY,
    BASIC,
    SUMMARY,
    COMPLETE
  }

  public ResultFormat {
    indexColumns = List.copyOf(indexColumns);
    if (partialUnexpectedCount < 0 || unexpectedRows < 0) {
      throw new IllegalArgumentException("negative count");
    }
  }

  /** A level with what is usual otherwise. */
  public static ResultFormat of(Level level) {
    return new ResultFormat(level, PARTIAL, List.of(), 0);
  }

  /** The same with some whole rows for failed expectations. */
  public ResultFormat withUnexpectedRows(int rows) {
    return new ResultFormat(level, partialUnexpectedCount, indexColumns, rows);
  }

  /** Everything, with the rows named by these columns. */
  public static ResultFormat complete(List<String> indexColumns) {
    return new ResultFormat(Level.COMPLETE, PARTIAL, indexColumns, 0);
  }

  /** Whether it tells at least as much as a level. */
  public boolean atLeast(Level least) {
    return level.compareTo(least) >= 0;
  }
}
