package io.penstock.transform.engine;

/**
 * How many rows a row group of a Parquet file has. A writer holds one in memory, so wide rows come
 * in smaller groups; the number depends on the rows alone, so that equal rows give equal bytes.
 */
public final class RowGroups {
  private static final int ROWS_MAX = 122_880;

  /** The engine hands rows on in vectors of this many, so that fewer save nothing. */
  private static final int ROWS_MIN = 2_048;

  /**
   * Each thread that writes holds several row groups: with these, conforming 64 MB goes through
   * with 96 MiB of memory.
   */
  private static final long BYTES = 16L << 20;

  private RowGroups() {}

  /**
   * @param bytes about how many bytes the rows have
   * @param rows how many rows there are
   */
  public static int rows(long bytes, long rows) {
    return bytes <= 0
        ? ROWS_MAX
        : Math.clamp(BYTES / Math.max(1, bytes / Math.max(1, rows)), ROWS_MIN, ROWS_MAX);
  }
}
