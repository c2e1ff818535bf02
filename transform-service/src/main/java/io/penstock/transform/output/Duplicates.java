package io.penstock.transform.output;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import io.penstock.transform.engine.HiddenColumns;
import java.util.List;

/**
 * Finds the rows whose key another row has that comes before them: by event time, payload hash,
 * topic id, partition and offset. Nulls in a key are equal to each other.
 */
final class Duplicates {
  private Duplicates() {}

  /**
   * Leaves a table with the origins of the duplicates.
   *
   * @param rows name of the table or view to look at
   * @param key the fields of the key
   * @param table the table to make
   */
  static void find(EngineSession session, String rows, List<String> key, String table) {
    String columns = Sql.identifiers(key);
    String origin = String.join(", ", HiddenColumns.ORIGIN);
    // Keys with a hash of their own have no duplicates: mostly all of them, at little cost.
    session.execute(
        "CREATE TABLE shared_hash AS SELECT hash(%s) AS h FROM %s GROUP BY h HAVING count(*) > 1"
            .formatted(columns, rows));
    requireHashes(session, rows, columns);
    session.execute(
        """
        CREATE TABLE %s AS SELECT %s FROM (
          SELECT %2$s, row_number() OVER (
              PARTITION BY %s ORDER BY event_time, %s, %s) AS place
          FROM %s WHERE hash(%3$s) IN (FROM shared_hash))
        WHERE place > 1
        """
            .formatted(table, origin, columns, HiddenColumns.PAYLOAD_SHA256, origin, rows));
    session.execute("DROP TABLE shared_hash");
  }

  /** Conform leaves hashes out where it finds that a key has one row. */
  private static void requireHashes(EngineSession session, String rows, String columns) {
    long missing =
        session.queryLong(
            "SELECT count(*) FROM %s WHERE %s IS NULL AND hash(%s) IN (FROM shared_hash)"
                .formatted(rows, HiddenColumns.PAYLOAD_SHA256, columns));
    if (missing > 0) {
      throw PenstockException.internal(
          "hash-missing", missing + " rows share their key, but have no payload hash");
    }
  }
}
