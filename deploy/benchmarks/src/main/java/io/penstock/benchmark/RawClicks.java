package io.penstock.benchmark;

import io.penstock.cli.event.ClickstreamGenerator;
import io.penstock.cli.pipeline.PipelineFiles;
import io.penstock.cli.system.Checkout;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.pipeline.PipelineSpecParser;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.fingerprint.Fingerprints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** The clickstream as raw batches, without a system that lands it. */
final class RawClicks {
  private static final int TOPIC_PARTITIONS = 3;
  private static final long SEED = 1;
  private static final long MEMORY_LIMIT_BYTES = 1L << 30;

  /** As ingest writes them; the event time is that of the example's pipeline. */
  private static final String BATCH =
      """
      COPY (
        SELECT 'AAAAAAAAAAAAAAAAAAAAAA' AS topic_id, %1$d AS partition, i // %2$d AS "offset", 0::BIGINT AS timestamp,
          'create' AS timestamp_type, NULL::BLOB AS key, []::STRUCT(name VARCHAR, value BLOB)[] AS headers, payload,
          now() AS ingested_at,
          coalesce((decode(payload)->>'timestamp')::TIMESTAMPTZ, to_timestamp((decode(payload)->>'event_epoch')::BIGINT)) AS event_time,
          'ok' AS status, NULL::VARCHAR AS reason
        FROM event WHERE i %% %2$d = %1$d ORDER BY i
      ) TO %3$s (FORMAT parquet, COMPRESSION zstd)
      """;

  private RawClicks() {}

  static TransformBenchmark.Input write(Path folder, long events) throws IOException, SQLException {
    Files.createDirectories(folder);
    List<Path> raw = new ArrayList<>();
    SortedMap<Window, Fingerprint> windowed = new TreeMap<>();
    PipelineSpec spec = spec();
    EngineSettings settings = new EngineSettings(folder.resolve("scratch"), MEMORY_LIMIT_BYTES, 2);
    try (EngineSession session = Engine.open(settings)) {
      append(session, new ClickstreamGenerator(events, SEED));
      for (int partition = 0; partition < TOPIC_PARTITIONS; partition++) {
        Path written = session.scratch().resolve("raw%d.parquet".formatted(partition));
        session.execute(BATCH.formatted(partition, TOPIC_PARTITIONS, Sql.literal(written)));
        raw.add(written);
      }
      Fingerprints.byGroup(
              session,
              """
              SELECT strftime(date_trunc('day', event_time), '%%Y-%%m-%%dT00:00:00Z'), topic_id, partition, "offset"
              FROM read_parquet(%s)
              """
                  .formatted(raw.stream().map(Sql::literal).toList()))
          .forEach((day, rows) -> windowed.put(spec.window().windowOf(Instant.parse(day)), rows));
      raw.replaceAll(file -> moved(file, folder));
    }
    return new TransformBenchmark.Input(spec, raw, windowed);
  }

  private static PipelineSpec spec() {
    Path file = Checkout.current().file("examples/clickstream/pipeline.yaml");
    return PipelineSpecParser.parse(LandingBenchmark.byDay(PipelineFiles.read(file).yaml()));
  }

  private static void append(EngineSession session, Iterable<byte[]> events) throws SQLException {
    session.execute("CREATE TABLE event (i BIGINT, payload BLOB)");
    long index = 0;
    try (DuckDBAppender appender =
        session
            .connection()
            .unwrap(DuckDBConnection.class)
            .createAppender(DuckDBConnection.DEFAULT_SCHEMA, "event")) {
      for (byte[] event : events) {
        appender.beginRow().append(index++).append(event).endRow();
      }
    }
  }

  private static Path moved(Path file, Path folder) {
    try {
      return Files.move(file, folder.resolve(file.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
