package io.penstock.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.source.RowStatus;
import io.penstock.ingest.payload.PayloadReading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Raw files are for others, too: here the classes of Apache Parquet read one. Only {@code
 * ParquetFileReader}, which puts them together, is left out, because it needs Hadoop's classes.
 */
class ParquetJavaTest {
  private static final TopicPartition PARTITION =
      new TopicPartition(new TopicId("AAAAAAAAAAAAAAAAAAAAAA"), 3);
  private static final Instant INGESTED_AT = Instant.parse("2026-01-02T03:04:05.678901Z");

  /** More than a page. */
  private static final int ROWS = 20_000;

  @TempDir Path scratch;

  @Test
  void theSchemaSaysWhatItIs() throws IOException {
    MessageType schema = footer(Files.readAllBytes(write(1))).getFileMetaData().getSchema();

    // Its text has the names of types in lower case, of the default locale.
    assertThat(schema.toString().replace('ı', 'i'))
        .isEqualTo(
            """
            message schema {
              required binary topic_id (STRING);
              required int32 partition;
              required int64 offset;
              required int64 timestamp;
              required binary timestamp_type (STRING);
              optional binary key;
              required group headers (LIST) {
                repeated group list {
                  required group element {
                    required binary name (STRING);
                    optional binary value;
                  }
                }
              }
              optional binary payload;
              required int64 ingested_at (TIMESTAMP(MICROS,true));
              optional int64 event_time (TIMESTAMP(MICROS,true));
              required binary status (STRING);
              optional binary reason (STRING);
            }
            """);
  }

  @Test
  void everyValueOfEveryRowIsThere() throws IOException {
    List<String> rows = read(write(ROWS));

    assertThat(rows).hasSize(ROWS);
    assertThat(rows.get(0))
        .isEqualTo(
            "AAAAAAAAAAAAAAAAAAAAAA 3 0 0 create key 0 [] {\"n\":0} 1767323045678901 0 ok null");
    assertThat(rows.get(1))
        .isEqualTo(
            "AAAAAAAAAAAAAAAAAAAAAA 3 7 1000003 append null [a=1 b=null] null"
                + " 1767323045678901 null malformed tombstone");
    for (int row = 0; row < ROWS; row++) {
      assertThat(rows.get(row)).isEqualTo(expected(row));
    }
  }

  /** Every seventh row is a tombstone with headers. */
  private static boolean tombstone(int row) {
    return row % 7 == 1;
  }

  private static String expected(int row) {
    return "AAAAAAAAAAAAAAAAAAAAAA 3 %d %d %s 1767323045678901 %s"
        .formatted(
            7L * row,
            1_000_003L * row,
            tombstone(row)
                ? "append null [a=%d b=null] null".formatted(row)
                : "create key %d [] {\"n\":%d}".formatted(row, row),
            tombstone(row) ? "null malformed tombstone" : 5L * row * row + " ok null");
  }

  private static RawRow row(int row) {
    return tombstone(row)
        ? new RawRow(
            7L * row,
            1_000_003L * row,
            TimestampType.LOG_APPEND_TIME,
            null,
            new Header[] {
              new RecordHeader("a", bytes(Integer.toString(row))), new RecordHeader("b", null)
            },
            null,
            new PayloadReading.Unplaced(RowStatus.MALFORMED, "tombstone"))
        : new RawRow(
            7L * row,
            1_000_003L * row,
            TimestampType.CREATE_TIME,
            bytes("key " + row),
            new Header[0],
            bytes("{\"n\":%d}".formatted(row)),
            new PayloadReading.Ok(5L * row * row));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Path write(int rows) {
    BatchBuffer buffer = new BatchBuffer(PARTITION, 0, Optional.empty(), List.of());
    for (int row = 0; row < rows; row++) {
      buffer.add(row(row), Optional.empty());
    }
    // Not closed: its directory goes with the test's.
    return new RawBatchWriter(scratch).write(buffer.seal(), INGESTED_AT).path();
  }

  private static List<String> read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ParquetMetadata footer = footer(bytes);
    MessageType schema = footer.getFileMetaData().getSchema();
    List<String> rows = new ArrayList<>();
    for (BlockMetaData group : footer.getBlocks()) {
      RecordReader<Group> records =
          new ColumnIOFactory()
              .getColumnIO(schema)
              .getRecordReader(new RowGroupPages(bytes, group), new GroupRecordConverter(schema));
      for (long row = 0; row < group.getRowCount(); row++) {
        rows.add(text(records.read()));
      }
    }
    return rows;
  }

  private static ParquetMetadata footer(byte[] file) throws IOException {
    int end = file.length - 2 * Integer.BYTES;
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    return new ParquetMetadataConverter()
        .fromParquetMetadata(
            Util.readFileMetaData(new ByteArrayInputStream(file, end - length, length)));
  }

  private static String text(Group row) {
    return String.join(
        " ",
        text(row, "topic_id"),
        Integer.toString(row.getInteger("partition", 0)),
        number(row, "offset"),
        number(row, "timestamp"),
        text(row, "timestamp_type"),
        text(row, "key"),
        headers(row.getGroup("headers", 0)),
        text(row, "payload"),
        number(row, "ingested_at"),
        number(row, "event_time"),
        text(row, "status"),
        text(row, "reason"));
  }

  private static String headers(Group list) {
    List<String> headers = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount("list"); i++) {
      Group header = list.getGroup("list", i).getGroup("element", 0);
      headers.add(text(header, "name") + "=" + text(header, "value"));
    }
    return "[" + String.join(" ", headers) + "]";
  }

  private static String text(Group group, String field) {
    return group.getFieldRepetitionCount(field) == 0
        ? "null"
        : group.getBinary(field, 0).toStringUsingUTF8();
  }

  private static String number(Group group, String field) {
    return group.getFieldRepetitionCount(field) == 0
        ? "null"
        : Long.toString(group.getLong(field, 0));
  }

  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  private record RowGroupPages(byte[] file, BlockMetaData group) implements PageReadStore {
    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
      ColumnPath path = ColumnPath.get(column.getPath());
      return group.getColumns().stream()
          .filter(chunk -> chunk.getPath().equals(path))
          .map(chunk -> new ChunkPages(file, chunk))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public long getRowCount() {
      return group.getRowCount();
    }
  }

  private static final class ChunkPages implements PageReader {
    private final ColumnChunkMetaData chunk;
    private final Queue<DataPage> pages = new ArrayDeque<>();
    private @Nullable DictionaryPage dictionary;

    ChunkPages(byte[] file, ColumnChunkMetaData chunk) {
      this.chunk = chunk;
      var in =
          new ByteArrayInputStream(
              file, Math.toIntExact(chunk.getStartingPos()), Math.toIntExact(chunk.getTotalSize()));
      try {
        while (in.available() > 0) {
          PageHeader header = Util.readPageHeader(in);
          add(header, plain(in.readNBytes(header.getCompressed_page_size()), header));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private BytesInput plain(byte[] stored, PageHeader header) {
      return BytesInput.from(
          switch (chunk.getCodec()) {
            case UNCOMPRESSED -> stored;
            case ZSTD -> Zstd.decompress(stored, header.getUncompressed_page_size());
            default -> throw new IllegalArgumentException(chunk.toString());
          });
    }

    private void add(PageHeader header, BytesInput plain) {
      int plainBytes = header.getUncompressed_page_size();
      switch (header.getType()) {
        case DICTIONARY_PAGE -> {
          DictionaryPageHeader said = header.getDictionary_page_header();
          dictionary =
              new DictionaryPage(
                  plain, plainBytes, said.getNum_values(), encoding(said.getEncoding()));
        }
        case DATA_PAGE -> {
          DataPageHeader said = header.getData_page_header();
          pages.add(
              new DataPageV1(
                  plain,
                  said.getNum_values(),
                  plainBytes,
                  Statistics.createStats(chunk.getPrimitiveType()),
                  encoding(said.getRepetition_level_encoding()),
                  encoding(said.getDefinition_level_encoding()),
                  encoding(said.getEncoding())));
        }
        default -> throw new IllegalArgumentException(header.toString());
      }
    }

    private static Encoding encoding(org.apache.parquet.format.Encoding encoding) {
      return Encoding.valueOf(encoding.name());
    }

    @Override
    public @Nullable DictionaryPage readDictionaryPage() {
      return dictionary;
    }

    @Override
    public long getTotalValueCount() {
      return chunk.getValueCount();
    }

    @Override
    public @Nullable DataPage readPage() {
      return pages.poll();
    }
  }
}
