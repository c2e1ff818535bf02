package io.penstock.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.source.RowStatus;
import io.penstock.ingest.eventtime.EpochMicros;
import io.penstock.ingest.payload.PayloadReading;
import io.penstock.ingest.payload.PayloadReading.Ok;
import io.penstock.ingest.payload.PayloadReading.Unplaced;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawBatchWriterTest {
  private static final TopicPartition PARTITION =
      new TopicPartition(new TopicId("AAAAAAAAAAAAAAAAAAAAAA"), 3);
  private static final Instant INGESTED_AT = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final Header[] NO_HEADERS = new Header[0];

  @TempDir Path scratch;
  private RawBatchWriter writer;

  @BeforeEach
  void open() {
    writer = new RawBatchWriter(scratch);
  }

  @AfterEach
  void close() {
    writer.close();
  }

  @Test
  void theColumnsAreTheContract() {
    assertThat(query(write(row(0, "{}", ok())), "DESCRIBE SELECT * FROM raw", 2))
        .containsExactly(
            "topic_id VARCHAR",
            "partition INTEGER",
            "offset BIGINT",
            "timestamp BIGINT",
            "timestamp_type VARCHAR",
            "key BLOB",
            "headers STRUCT(\"name\" VARCHAR, \"value\" BLOB)[]",
            "payload BLOB",
            "ingested_at TIMESTAMP WITH TIME ZONE",
            "event_time TIMESTAMP WITH TIME ZONE",
            "status VARCHAR",
            "reason VARCHAR");
  }

  @Test
  void aRecordIsKeptAsItCame() {
    Header[] headers = {
      new RecordHeader("a\"ä\0", new byte[] {(byte) 0xff, 0}), new RecordHeader("b", null)
    };
    RawRow row =
        new RawRow(
            7,
            986_000_000_123L,
            TimestampType.LOG_APPEND_TIME,
            bytes("k"),
            headers,
            bytes("{\"ä\":1}"),
            new Ok(EpochMicros.of(Instant.parse("2001-02-03T04:05:06.789012Z"))));

    assertThat(
            query(
                write(row),
                """
                SELECT topic_id, "partition", "offset", "timestamp", timestamp_type, hex("key"),
                  array_to_string(list_transform(headers,
                    lambda h: h."name" || '=' || coalesce(hex(h."value"), 'null')), ' '),
                  decode(payload), epoch_us(ingested_at), epoch_us(event_time), status, reason FROM raw\
                """,
                12))
        .containsExactly(
            "AAAAAAAAAAAAAAAAAAAAAA 3 7 986000000123 append 6B a\"ä\0=FF00 b=null {\"ä\":1}"
                + " 1767323045678901 981173106789012 ok null");
  }

  @Test
  void whatCannotBePlacedIsKeptWithItsReason() {
    byte[] notUtf8 = HexFormat.of().parseHex("00ff7b80");
    RawRow malformed =
        new RawRow(
            1,
            -1,
            TimestampType.NO_TIMESTAMP_TYPE,
            notUtf8,
            NO_HEADERS,
            notUtf8,
            new Unplaced(RowStatus.MALFORMED, "not UTF-8 at byte 1"));
    RawRow tombstone =
        new RawRow(
            2,
            Long.MAX_VALUE,
            TimestampType.CREATE_TIME,
            new byte[0],
            NO_HEADERS,
            null,
            new Unplaced(RowStatus.MALFORMED, "tombstone"));
    RawRow empty = row(3, "", new Unplaced(RowStatus.NO_TIME, "none"));
    RawRow absurd = row(4, "{}", new Unplaced(RowStatus.IMPLAUSIBLE_TIME, "absurd"));

    assertThat(
            query(
                write(malformed, tombstone, empty, absurd),
                """
                SELECT "offset", "timestamp", timestamp_type, hex("key"), len(headers), hex(payload),
                  event_time, status, reason FROM raw\
                """,
                9))
        .containsExactly(
            "1 -1 none 00FF7B80 0 00FF7B80 null malformed not UTF-8 at byte 1",
            "2 9223372036854775807 create  0 null null malformed tombstone",
            "3 0 create null 0  null no_time none",
            "4 0 create null 0 7B7D null implausible_time absurd");
  }

  @Test
  void aBatchWithoutRowsHasTheColumns() {
    BatchBuffer buffer = buffer();
    buffer.advanceTo(3, Optional.empty());
    RawFile file = writer.write(buffer.seal(), INGESTED_AT);
    assertThat(query(file, "SELECT count(*), count(payload) FROM raw", 2)).containsExactly("0 0");
  }

  @Test
  void writtenAtAnotherTimeItHasOtherBytes() {
    assertThat(sha(INGESTED_AT)).isEqualTo(sha(INGESTED_AT));
    assertThat(sha(INGESTED_AT)).isNotEqualTo(sha(INGESTED_AT.plusNanos(1_000)));
  }

  private Sha256 sha(Instant ingestedAt) {
    BatchBuffer buffer = buffer();
    buffer.advanceTo(3, Optional.empty());
    return writer.write(buffer.seal(), ingestedAt).sha256();
  }

  @Test
  void hashAndLengthAreTheFiles() throws IOException {
    RawFile file = write(row(0, "{}", ok()));
    byte[] bytes = Files.readAllBytes(file.path());
    assertThat(file.bytes()).isEqualTo(bytes.length);
    assertThat(file.sha256()).isEqualTo(Sha256.of(bytes));
  }

  @Test
  void manyRowsKeepTheirOrder() {
    BatchBuffer buffer = buffer();
    for (int i = 0; i < 130_000; i++) {
      buffer.add(row(i, "{\"n\":" + i + "}", ok()), Optional.empty());
    }
    RawFile file = writer.write(buffer.seal(), INGESTED_AT);
    assertThat(
            query(
                file,
                """
                SELECT count(*), count(*) FILTER ("offset" = file_row_number
                  AND decode(payload) = '{"n":' || "offset" || '}')
                FROM raw\
                """,
                2))
        .containsExactly("130000 130000");
  }

  @Test
  void payloadsOfAMegabyteFitIntoLittleMemory() {
    BatchBuffer buffer = buffer();
    String megabyte = "x".repeat(1_000_000);
    for (int i = 0; i < 48; i++) {
      buffer.add(row(i, megabyte, ok()), Optional.empty());
    }
    RawFile file = writer.write(buffer.seal(), INGESTED_AT);
    assertThat(query(file, "SELECT count(*), sum(octet_length(payload)) FROM raw", 2))
        .containsExactly("48 48000000");
  }

  @Test
  void aBatchThatCannotBeWrittenKeepsItsRows() throws IOException {
    Path elsewhere = scratch.resolve("elsewhere");
    BatchBuffer buffer = buffer();
    buffer.add(row(0, "{}", ok()), Optional.empty());
    SealedBatch batch = buffer.seal();
    try (RawBatchWriter broken = new RawBatchWriter(elsewhere);
        Stream<Path> directories = Files.list(elsewhere)) {
      Path directory = directories.findFirst().orElseThrow();
      Files.delete(directory);
      Files.createFile(directory);

      assertThatThrownBy(() -> broken.write(batch, INGESTED_AT))
          .isInstanceOfSatisfying(
              PenstockException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.RESOURCE));
    }

    RawFile file = writer.write(batch, INGESTED_AT);

    assertThat(query(file, "SELECT decode(payload) FROM raw", 1)).containsExactly("{}");
    assertThatThrownBy(() -> writer.write(batch, INGESTED_AT))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void writersLeaveNothingBehind() throws IOException {
    Path own = scratch.resolve("own");
    try (RawBatchWriter other = new RawBatchWriter(own)) {
      BatchBuffer buffer = buffer();
      buffer.add(row(0, "{}", ok()), Optional.empty());
      RawBatchWriter.delete(other.write(buffer.seal(), INGESTED_AT));
    }
    assertThat(own).isEmptyDirectory();
  }

  private RawFile write(RawRow... rows) {
    BatchBuffer buffer = buffer();
    for (RawRow row : rows) {
      buffer.add(row, Optional.empty());
    }
    return writer.write(buffer.seal(), INGESTED_AT);
  }

  private static BatchBuffer buffer() {
    return new BatchBuffer(PARTITION, 0, Optional.empty(), List.of());
  }

  private static RawRow row(long offset, String payload, PayloadReading reading) {
    return new RawRow(
        offset, 0, TimestampType.CREATE_TIME, null, NO_HEADERS, bytes(payload), reading);
  }

  private static Ok ok() {
    return new Ok(0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> query(RawFile file, String sql, int columns) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE VIEW raw AS SELECT * FROM read_parquet('"
              + file.path()
              + "'"
              + (sql.contains("file_row_number") ? ", file_row_number = true" : "")
              + ")");
      ResultSet result = statement.executeQuery(sql);
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int c = 1; c <= columns; c++) {
          row.add(result.getString(c));
        }
        rows.add(String.join(" ", row.stream().map(String::valueOf).toList()));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return rows;
  }
}
