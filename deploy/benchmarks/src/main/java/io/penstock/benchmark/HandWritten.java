package io.penstock.benchmark;

import io.penstock.cli.console.Console;
import io.penstock.contracts.id.Window;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What someone would type into DuckDB to get the clickstream's training set out of raw batches: no
 * ledger, no fingerprints, no quarantine, no trace of where a row came from. It trusts that every
 * event is as the schema says.
 */
final class HandWritten {
  private static final String ROWS =
      """
      CREATE TEMP TABLE training AS
      WITH raw AS (
        SELECT event_time, topic_id, partition, "offset", unnest(json_transform(decode(payload), '{
            "user_id": "VARCHAR", "session_id": "VARCHAR", "session_uuid": "VARCHAR", "event_type": "VARCHAR",
            "timestamp": "VARCHAR", "event_epoch": "BIGINT", "session_duration_seconds": "INTEGER",
            "purchase_amount_usd": "DECIMAL(10,2)", "email": "VARCHAR", "label": "INTEGER"}'))
        FROM read_parquet(%s)
        WHERE status = 'ok' AND event_time >= '%s'::TIMESTAMPTZ AND event_time < '%s'::TIMESTAMPTZ
      ), typed AS (
        SELECT event_time, topic_id, partition, "offset", user_id, coalesce(session_id, session_uuid) AS session_id, event_type,
          coalesce("timestamp", strftime(make_timestamp(event_epoch * 1000000), '%%Y-%%m-%%dT%%H:%%M:%%SZ')) AS event_timestamp,
          session_duration_seconds, purchase_amount_usd,
          substring(email, 1, 1) || '***@' || split_part(email, '@', 2) AS email, label
        FROM raw
      ), input AS (
        SELECT DISTINCT ON (user_id, session_id, event_type, event_timestamp) *
        FROM typed
        ORDER BY event_time, topic_id, partition, "offset"
      )
      %s
      """;
  private static final String FILE =
      """
      COPY (SELECT * FROM training
        WHERE event_time::DATE = '%s' AND event_type = '%s' ORDER BY event_time, user_id, session_id)
      TO %s (FORMAT parquet, COMPRESSION zstd)
      """;

  private static final String OUT_OF_MEMORY = "Out of Memory Error";

  private final int threads;
  private final String select;
  private final Console console;
  private long memoryLimitMebibytes;

  /**
   * @param engine the memory and threads that Penstock has for the same
   * @param select the pipeline's own SQL, over {@code input}
   */
  HandWritten(EngineSettings engine, String select, Console console) {
    this.threads = engine.threads();
    this.memoryLimitMebibytes = engine.memoryLimitBytes() >> 20;
    this.select = select;
    this.console = console;
  }

  /**
   * Writes the files of a window into a folder. What does not go through with the memory there is
   * gets twice as much, for this and all later windows: a person would do the same.
   *
   * @return how many rows they have
   */
  long run(List<Path> batches, Window window, Path folder) throws SQLException, IOException {
    while (true) {
      try {
        return write(batches, window, folder);
      } catch (SQLException e) {
        if (!String.valueOf(e.getMessage()).contains(OUT_OF_MEMORY)) {
          throw e;
        }
        memoryLimitMebibytes *= 2;
        console.progress(
            "by hand there is not enough memory: again with %d MiB"
                .formatted(memoryLimitMebibytes));
      }
    }
  }

  private long write(List<Path> batches, Window window, Path folder)
      throws SQLException, IOException {
    Files.createDirectories(folder);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("SET threads = " + threads);
      statement.execute("SET memory_limit = '%dMiB'".formatted(memoryLimitMebibytes));
      statement.execute("SET temp_directory = " + Sql.literal(folder.resolve("spill")));
      statement.execute(
          ROWS.formatted(
              batches.stream().map(Sql::literal).collect(Collectors.joining(", ", "[", "]")),
              window.start(),
              window.end(),
              select));
      List<String> copies = new ArrayList<>();
      try (ResultSet partitions =
          statement.executeQuery("SELECT DISTINCT event_time::DATE, event_type FROM training")) {
        while (partitions.next()) {
          Path file = folder.resolve("part-%04d.parquet".formatted(copies.size()));
          copies.add(
              FILE.formatted(partitions.getString(1), partitions.getString(2), Sql.literal(file)));
        }
      }
      for (String copy : copies) {
        statement.execute(copy);
      }
      try (ResultSet count = statement.executeQuery("SELECT count(*) FROM training")) {
        count.next();
        return count.getLong(1);
      }
    }
  }
}
