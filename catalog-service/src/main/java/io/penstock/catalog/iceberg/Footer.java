package io.penstock.catalog.iceberg;

import io.penstock.contracts.build.OutputColumn;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.lake.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;

/** The footer of a Parquet object: what it holds, and its statistics for Iceberg. */
final class Footer {
  private static final int TAIL_BYTES = 64 << 10;

  /** Length of the footer (4 bytes, little-endian) and the magic number. */
  private static final int TRAILER_BYTES = 8;

  private final ParquetMetadata metadata;

  private Footer(ParquetMetadata metadata) {
    this.metadata = metadata;
  }

  /** Reads a footer with one request, or two if it is large. */
  static Footer read(ObjectStore store, StoredObject object) {
    try {
      byte[] tail = tail(store, object, Math.min(TAIL_BYTES, object.bytes()));
      long length = trailer(tail).getInt(tail.length - TRAILER_BYTES) + (long) TRAILER_BYTES;
      if (length > tail.length) {
        tail = tail(store, object, length);
      }
      int start = Math.toIntExact(tail.length - length);
      byte[] footer = Arrays.copyOfRange(tail, start, tail.length - TRAILER_BYTES);
      return new Footer(
          new ParquetMetadataConverter()
              .fromParquetMetadata(Util.readFileMetaData(new ByteArrayInputStream(footer))));
    } catch (IOException e) {
      throw PenstockException.external(
          "store-unavailable", "Cannot read the footer of " + object.key(), e);
    }
  }

  private static byte[] tail(ObjectStore store, StoredObject object, long length)
      throws IOException {
    if (length > object.bytes()) {
      throw PenstockException.internal(
          "object-corrupt", object.key() + " is no Parquet file: its footer is longer than it");
    }
    try (InputStream in = store.open(object.key(), object.bytes() - length, length)) {
      return in.readAllBytes();
    }
  }

  private static ByteBuffer trailer(byte[] tail) {
    return ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Fails with INTERNAL {@code data-file-mismatch} unless the file holds these columns and this
   * many rows, and no field ids: an id that is not the table's would make readers mix up columns.
   */
  void require(StoredObject object, List<OutputColumn> columns, long rows) {
    MessageType schema = metadata.getFileMetaData().getSchema();
    List<String> held =
        ParquetSchemaUtil.convert(schema).columns().stream().map(Footer::describe).toList();
    List<String> declared =
        columns.stream().map(column -> column.name() + " " + TableSchema.type(column)).toList();
    long heldRows = metadata.getBlocks().stream().mapToLong(block -> block.getRowCount()).sum();
    if (ParquetSchemaUtil.hasIds(schema) || !held.equals(declared) || heldRows != rows) {
      throw PenstockException.internal(
          "data-file-mismatch",
          "%s holds %d rows of %s%s, but should hold %d rows of %s"
              .formatted(
                  object.key(),
                  heldRows,
                  held,
                  ParquetSchemaUtil.hasIds(schema) ? " with field ids" : "",
                  rows,
                  declared));
    }
  }

  private static String describe(NestedField field) {
    return field.name() + " " + field.type();
  }

  Metrics metrics(MetricsConfig config, NameMapping names) {
    return ParquetUtil.footerMetrics(metadata, Stream.empty(), config, names);
  }

  List<Long> splitOffsets() {
    return ParquetUtil.getSplitOffsets(metadata);
  }
}
