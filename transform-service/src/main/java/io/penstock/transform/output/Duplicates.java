package io.penstock.transform.output;

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
   * Leaves a table with the origins of the duplicates. Conform has found out which keys several
   * rows have: only these rows come with the hash of their payload.
   *
   * @param rows name of the table or view to look at
   * @param key the fields of the key
   * @param table the table to make
   */
  static void find(EngineSession session, String rows, List<String> key, String table) {
    session.execute(
        """
        CREATE TABLE %s AS SELECT %s FROM (
          SELECT %2$s, row_number() OVER (
              PARTITION BY %s ORDER BY event_time, %s, %2$s) AS place
          FROM %s WHERE %4$s IS NOT NULL)
        WHERE place > 1
        """
            .formatted(
                table,
                String.join(", ", HiddenColumns.ORIGIN),
                Sql.identifiers(key),
                HiddenColumns.PAYLOAD_SHA256,
                rows));
  }
}
