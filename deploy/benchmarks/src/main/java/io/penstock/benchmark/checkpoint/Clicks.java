package io.penstock.benchmark.checkpoint;

import io.penstock.cli.console.Console;
import io.penstock.cli.event.ClickstreamGenerator;
import io.penstock.lake.engine.Sql;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of clicks as the example's pipeline publishes them, made once and kept, for each seed a
 * million rows.
 *
 * @param folder where they are kept
 */
record Clicks(Path folder) {
  static final long ROWS_OF_A_FILE = 1_000_000;

  private static final String TYPED =
      """
      COPY (
        SELECT DISTINCT ON (user_id, session_id, event_type, event_timestamp) * FROM (
          SELECT coalesce("timestamp"::TIMESTAMP, make_timestamp(event_epoch * 1000000)) AS event_time, user_id,
            lpad('%d', 4, '0') || substring(coalesce(session_id, session_uuid), 5) AS session_id, event_type,
            coalesce("timestamp", strftime(make_timestamp(event_epoch * 1000000), '%%Y-%%m-%%dT%%H:%%M:%%SZ'))
              AS event_timestamp,
            session_duration_seconds, purchase_amount_usd,
            substring(email, 1, 1) || '***@' || split_part(email, '@', 2) AS email, label
          FROM read_ndjson(%s, columns = {
            user_id: 'VARCHAR', session_id: 'VARCHAR', session_uuid: 'VARCHAR', event_type: 'VARCHAR',
            "timestamp": 'VARCHAR', event_epoch: 'BIGINT', session_duration_seconds: 'INTEGER',
            purchase_amount_usd: 'DECIMAL(10,2)', email: 'VARCHAR', label: 'INTEGER'}))
        ORDER BY event_time, user_id, session_id)
      TO %s (FORMAT parquet, COMPRESSION zstd)
      """;
  private static final String OTHER_SESSIONS =
      """
      COPY (SELECT * REPLACE (lpad('%d', 4, '0') || substring(session_id, 5) AS session_id) FROM read_parquet(%s))
      TO %s (FORMAT parquet, COMPRESSION zstd)
      """;

  /** Files that come from the generator; more are copies of these with other sessions. */
  private static final int GENERATED_MAX = 5;

  /** At least as many rows. */
  List<Path> files(long rows, Console console) throws IOException, SQLException {
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    long count = Math.ceilDiv(rows, ROWS_OF_A_FILE);
    for (int seed = 1; seed <= count; seed++) {
      Path file = folder.resolve("clicks-%d.parquet".formatted(seed));
      if (!Files.exists(file)) {
        console.progress("making file %d of %d".formatted(seed, count));
        make(seed, file);
      }
      files.add(file);
    }
    return files;
  }

  /** Sessions of different seeds are different ones. */
  private void make(int seed, Path file) throws IOException, SQLException {
    Path part = Files.createTempFile(folder, "part", ".parquet");
    Files.delete(part);
    try {
      if (seed <= GENERATED_MAX) {
        generate(seed, part);
      } else {
        int other = (seed - 1) % GENERATED_MAX + 1;
        execute(
            OTHER_SESSIONS.formatted(
                seed,
                Sql.literal(folder.resolve("clicks-%d.parquet".formatted(other))),
                Sql.literal(part)));
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void generate(int seed, Path part) throws IOException, SQLException {
    Path events = Files.createTempFile(folder, "events", ".json");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(events))) {
        for (byte[] event : new ClickstreamGenerator(ROWS_OF_A_FILE, seed)) {
          out.write(event);
          out.write('\n');
        }
      }
      execute(TYPED.formatted(seed, Sql.literal(events), Sql.literal(part)));
    } finally {
      Files.delete(events);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute(sql);
    }
  }
}
