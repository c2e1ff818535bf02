package io.penstock.transform.conform;

import io.penstock.lake.engine.EngineSession;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Takes the closer look at doubtful rows: decodes their payloads one by one and leaves a table
 * {@code verdict} with the origin and the columns {@code reason} (null if the event is right after
 * all), {@code version} and {@code body}.
 */
final class Verdicts {
  static final String TABLE = "verdict";

  private static final int PAGE_ROWS_MAX = 2_048;

  /** Payloads held in Java memory at a time. */
  private static final long PAGE_BYTES_MAX = 16L << 20;

  private final EngineSession session;
  private final PayloadDecoder decoder;

  private record Doubtful(String topicId, int partition, long offset, byte[] payload) {}

  Verdicts(EngineSession session, PayloadDecoder decoder) {
    this.session = session;
    this.decoder = decoder;
  }

  /**
   * Reads the rows of table {@code doubtful} that have no reason yet.
   *
   * @param progress is told how many rows are done
   */
  void decide(java.util.function.LongConsumer progress) {
    session.execute(
        "CREATE TABLE verdict (__topic_id VARCHAR, __partition INTEGER, __offset BIGINT,"
            + " reason VARCHAR, version INTEGER, body VARCHAR)");
    long rows = session.queryLong("SELECT count(*) FROM doubtful");
    long widest = session.queryLong("SELECT coalesce(max(octet_length(payload)), 0) FROM doubtful");
    long page = Math.clamp(PAGE_BYTES_MAX / Math.max(1, widest), 1, PAGE_ROWS_MAX);
    for (long from = 0; from < rows; from += page) {
      append(page(from, from + page));
      progress.accept(Math.min(from + page, rows));
    }
  }

  private List<Doubtful> page(long from, long to) {
    return session.queryRows(
        "SELECT __topic_id, __partition, __offset, payload FROM doubtful"
            + " WHERE reason IS NULL AND rowid >= "
            + from
            + " AND rowid < "
            + to,
        row ->
            new Doubtful(
                row.getString(1), row.getInt(2), row.getLong(3), payload(row.getBytes(4))));
  }

  /** A placed row has a payload; one that has none is no JSON. */
  private static byte[] payload(byte[] bytes) {
    return bytes == null ? new byte[0] : bytes;
  }

  private void append(List<Doubtful> rows) {
    try (DuckDBAppender appender =
        session
            .connection()
            .unwrap(DuckDBConnection.class)
            .createAppender(DuckDBConnection.DEFAULT_SCHEMA, TABLE)) {
      for (Doubtful row : rows) {
        appender.beginRow().append(row.topicId).append(row.partition).append(row.offset);
        switch (decoder.decode(row.payload)) {
          case Decoded.Failure failure ->
              appender.append(failure.reason()).appendNull().appendNull();
          case Decoded.Event event ->
              appender.appendNull().append(event.version()).append(event.json());
        }
        appender.endRow();
      }
    } catch (SQLException e) {
      throw session.translate(e);
    }
  }
}
