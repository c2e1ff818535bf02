package io.penstock.ingest.batch;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.source.RawColumns;
import io.penstock.contracts.source.RowStatus;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunctionBuilder;

/**
 * Writes batches as Parquet files with the columns of {@link RawColumns}. Belongs to one thread;
 * the files stay until they are deleted or the writer is closed.
 */
public final class RawBatchWriter implements AutoCloseable {
  private static final int ROW_GROUP_ROWS_MAX = 122_880;

  /** Bytes of rows of one row group, about: what a reader holds in memory at once. */
  private static final long ROW_GROUP_BYTES = 32L << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final EngineSession session;
  private final RowsFunction function = new RowsFunction();
  private long files;

  public RawBatchWriter(EngineSettings settings) {
    session = Engine.open(settings);
    session.registerOnce(
        RowsFunction.NAME,
        connection -> {
          try (DuckDBTableFunctionBuilder builder = DuckDBFunctions.tableFunction()) {
            builder.withName(RowsFunction.NAME).withFunction(function).register(connection);
          }
        });
  }

  /**
   * Writes a batch and lets its rows go.
   *
   * @param ingestedAt stands in every row, and in the file's metadata: a batch that is written
   *     again at another time has other bytes even if it has no rows
   * @throws PenstockException of kind RESOURCE if memory or disk do not suffice; the batch still
   *     has its rows then
   */
  public RawFile write(SealedBatch batch, Instant ingestedAt) {
    Path file = session.scratch().resolve("batch-%d.parquet".formatted(files++));
    function.use(batch.blocks());
    try {
      session.execute(
          String.format(
              Locale.ROOT,
              "COPY (%s) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d,"
                  + " KV_METADATA {'penstock.ingested_at': %s})",
              select(batch.partition(), ingestedAt),
              Sql.literal(file),
              rowGroupRows(batch),
              Sql.literal(ingestedAt.toString())));
    } finally {
      function.use(List.of());
    }
    RawFile written = hashed(file);
    batch.releaseRows();
    return written;
  }

  private static String select(TopicPartition partition, Instant ingestedAt) {
    return "SELECT "
        + String.join(
            ", ",
            as(Sql.literal(partition.topicId().value()), RawColumns.TOPIC_ID),
            as(partition.partition() + "::INTEGER", RawColumns.PARTITION),
            as("o", RawColumns.OFFSET),
            as("ts", RawColumns.TIMESTAMP),
            as(
                "CASE tt WHEN 1 THEN 'create' WHEN 2 THEN 'append' ELSE 'none' END",
                RawColumns.TIMESTAMP_TYPE),
            as(bytes("key"), RawColumns.KEY),
            as(headers(), RawColumns.HEADERS),
            as(bytes("payload"), RawColumns.PAYLOAD),
            as("TIMESTAMPTZ " + Sql.literal(ingestedAt.toString()), RawColumns.INGESTED_AT),
            as("make_timestamptz(et)", RawColumns.EVENT_TIME),
            as(status(), RawColumns.STATUS),
            as("reason", RawColumns.REASON))
        + " FROM "
        + RowsFunction.NAME
        + "()";
  }

  private static String bytes(String column) {
    return "CASE WHEN %1$s_hex IS NULL THEN encode(%1$s_text) ELSE unhex(%1$s_hex) END"
        .formatted(column);
  }

  private static String headers() {
    return """
    CASE WHEN headers IS NULL THEN []::STRUCT("name" VARCHAR, "value" BLOB)[]
    ELSE list_transform(
      from_json(headers, '[{"n": "VARCHAR", "v": "VARCHAR"}]'),
      lambda h: {'name': h.n, 'value': unhex(h.v)}) END\
    """;
  }

  @SuppressWarnings("EnumOrdinal") // As RowsFunction gives it.
  private static String status() {
    StringBuilder sql = new StringBuilder("CASE st");
    for (RowStatus status : RowStatus.values()) {
      sql.append(" WHEN ").append(status.ordinal());
      sql.append(" THEN ").append(Sql.literal(status.text()));
    }
    return sql.append(" END").toString();
  }

  private static String as(String expression, String column) {
    return expression + " AS " + Sql.identifier(column);
  }

  private static long rowGroupRows(SealedBatch batch) {
    long rowBytes = Math.max(1, batch.memoryBytes() / Math.max(1, batch.rowCount()));
    return Math.clamp(ROW_GROUP_BYTES / rowBytes, 1, ROW_GROUP_ROWS_MAX);
  }

  private static RawFile hashed(Path file) {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[BUFFER_BYTES];
    long bytes = 0;
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes += n;
      }
    } catch (IOException e) {
      throw PenstockException.resource(
          "scratch-unavailable", "cannot read the batch just written to " + file + ": " + e, e);
    }
    return new RawFile(file, Sha256.ofDigest(digest.digest()), bytes);
  }

  @Override
  public void close() {
    session.close();
  }
}
