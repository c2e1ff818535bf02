package io.penstock.ingest.batch;

import io.penstock.contracts.json.Json;
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

  private static final int TEXT_COLUMNS = 6;

  private List<RowBlock> blocks = List.of();

  /** Sets what the next query reads. */
  void use(List<RowBlock> newBlocks) {
    blocks = newBlocks;
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
    info.setCardinality(blocks.stream().mapToLong(RowBlock::count).sum(), true);
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
    if (cursor.next == blocks.size()) {
      return 0;
    }
    RowBlock block = blocks.get(cursor.next++);
    writeNumbers(out, block);
    writeTexts(out, block);
    return block.count();
  }

  private static void writeNumbers(DuckDBDataChunkWriter out, RowBlock block) {
    RowBlock.Contents contents = block.contents();
    DuckDBWritableVector offsets = out.vector(0);
    DuckDBWritableVector timestamps = out.vector(1);
    DuckDBWritableVector timestampTypes = out.vector(2);
    DuckDBWritableVector eventTimes = out.vector(3);
    DuckDBWritableVector statuses = out.vector(4);
    for (int row = 0; row < block.count(); row++) {
      offsets.setLong(row, block.offset(row));
      timestamps.setLong(row, contents.timestampMillis(row));
      timestampTypes.setByte(row, (byte) contents.timestampType(row).ordinal());
      statuses.setByte(row, (byte) block.status(row).ordinal());
      if (block.status(row).placed()) {
        eventTimes.setLong(row, block.eventMicros(row));
      } else {
        eventTimes.setNull(row);
      }
    }
  }

  private static void writeTexts(DuckDBDataChunkWriter out, RowBlock block) {
    RowBlock.Contents contents = block.contents();
    byte[][][] columns = new byte[TEXT_COLUMNS][block.count()][];
    for (int row = 0; row < block.count(); row++) {
      String reason = contents.reason(row);
      if (reason != null) {
        columns[0][row] = utf8(reason);
      }
      Header[] headers = contents.headers(row);
      if (headers.length > 0) {
        columns[1][row] = json(headers);
      }
      bytes(contents.key(row), columns[2], columns[3], row);
      bytes(contents.payload(row), columns[4], columns[5], row);
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

  /** Which block one query reads next. */
  static final class Cursor {
    private int next;
  }
}
