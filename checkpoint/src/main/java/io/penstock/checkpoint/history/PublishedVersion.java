package io.penstock.checkpoint.history;

import io.penstock.checkpoint.expectation.TableSchema;
import java.util.Optional;

/**
 * A version that was published before.
 *
 * @param number its number
 * @param rowsMade number of rows of the windows that were built for it
 * @param windowsMade number of windows that were built for it
 * @param data its rows, if the reference is to one version
 */
public record PublishedVersion(long number, long rowsMade, int windowsMade, Optional<Data> data) {
  /**
   * Rows.
   *
   * @param relation what to write behind FROM
   * @param schema the columns
   */
  public record Data(String relation, TableSchema schema) {}
}
