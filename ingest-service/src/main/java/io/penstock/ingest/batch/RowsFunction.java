package io.penstock.ingest.batch;

import io.penstock.contracts.json.Json;
import io.penstock.contracts.source.RowStatus;
import io.penstock.ingest.payload.PayloadReading;
import io.penstock.ingest.payload.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * Hands rows to the engine, a vector at a time. The interface to Java has no BLOBs and no lists:
 * bytes go as text where they are valid UTF-8 and as hexadecimal digits where they are not, and
 * headers go as JSON. {@link RawBatchWriter} makes of them what is stored.
 */
@SuppressWarnings("EnumOrdinal") // It goes no further than the query of the same process.
final class RowsFunction implements DuckDBTableFunction<RowsFunction, RowsFunction.Cursor, Object> {
  static final String NAME = "penstock_rows";

  /** Bytes of one vector, about: 2048 payloads of a megabyte would be more than there is. */
  private static final long VECTOR_BYTES = 4L << 20;

  private static final int TEXT_COLUMNS = 6;

  private List<RawRow> rows = List.of();

  /** Sets what the next query reads. */
  void use(List<RawRow> newRows) {
    rows = newRows;
  }

  @Override
  public RowsFunction bind(DuckDBTableFunctionBindInfo info) {
    info.addResultColumn("o", DuckDBColumnType.BIGINT)
        .addResultColumn("ts", DuckDBColumnType.BIGINT)
        .addResultColumn("tt", DuckDBColumnType.TINYINT)
        .addResultColumn("et", DuckDBColumnType.BIGINT)
        .addResultColumn("st", DuckDBColumnType.TINYINT);
    for (String text :
        List.of("reason", "headers", "key_text", "key_hex", "payload_text", "payload_hex")) {
      info.addResultColumn(text, DuckDBColumnType.VARCHAR);
    }
    info.setCardinality(rows.size(), true);
    return this;
  }

  @Override
  public Cursor init(DuckDBTableFunctionInitInfo info) {
    // One reader keeps the order.
    info.setMaxThreads(1);
    return new Cursor();
  }

  @Override
  public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter out) {
    Cursor cursor = info.getInitData();
    int first = cursor.next;
    int end = end(first, (int) out.capacity());
    cursor.next = end;
    writeNumbers(out, first, end);
    writeTexts(out, first, end);
    return (long) end - first;
  }

  private int end(int first, int capacity) {
    int end = first;
    long bytes = 0;
    while (end < rows.size() && end - first < capacity && bytes < VECTOR_BYTES) {
      bytes += rows.get(end).memoryBytes();
      end++;
    }
    return end;
  }

  private void writeNumbers(DuckDBDataChunkWriter out, int first, int end) {
    DuckDBWritableVector offsets = out.vector(0);
    DuckDBWritableVector timestamps = out.vector(1);
    DuckDBWritableVector timestampTypes = out.vector(2);
    DuckDBWritableVector eventTimes = out.vector(3);
    DuckDBWritableVector statuses = out.vector(4);
    for (int i = 0; i < end - first; i++) {
      RawRow row = rows.get(first + i);
      offsets.setLong(i, row.offset());
      timestamps.setLong(i, row.timestampMillis());
      timestampTypes.setByte(i, (byte) row.timestampType().ordinal());
      statuses.setByte(i, (byte) row.status().ordinal());
      if (row.status() == RowStatus.OK) {
        eventTimes.setLong(i, row.eventMicros());
      } else {
        eventTimes.setNull(i);
      }
    }
  }

  private void writeTexts(DuckDBDataChunkWriter out, int first, int end) {
    byte[][][] columns = new byte[TEXT_COLUMNS][end - first][];
    for (int i = 0; i < end - first; i++) {
      RawRow row = rows.get(first + i);
      if (row.reading() instanceof PayloadReading.Unplaced unplaced) {
        columns[0][i] = utf8(unplaced.reason());
      }
      if (row.headers().length > 0) {
        columns[1][i] = json(row.headers());
      }
      bytes(row.key(), columns[2], columns[3], i);
      bytes(row.payload(), columns[4], columns[5], i);
    }
    for (int c = 0; c < TEXT_COLUMNS; c++) {
      out.vector(5 + c).setStringUtf8Batch(0, columns[c]);
    }
  }

  private static void bytes(byte @Nullable [] value, byte[][] text, byte[][] hex, int row) {
    if (value != null) {
      if (Utf8.isValid(value)) {
        text[row] = value;
      } else {
        hex[row] = utf8(HexFormat.of().formatHex(value));
      }
    }
  }

  private static byte[] json(Header[] headers) {
    StringBuilder json = new StringBuilder("[");
    for (Header header : headers) {
      byte[] value = header.value();
      json.append(json.length() == 1 ? "" : ",")
          .append("{\"n\":")
          .append(Json.text(header.key()))
          .append(",\"v\":")
          .append(value == null ? "null" : '"' + HexFormat.of().formatHex(value) + '"')
          .append('}');
    }
    return utf8(json.append(']').toString());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** How far one query has read. */
  static final class Cursor {
    private int next;
  }
}
