package io.penstock.ingest.parquet;

import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;

/** What the values of a column are. */
public enum ValueKind {
  /** Bytes in UTF-8. */
  TEXT(Type.BYTE_ARRAY),
  BYTES(Type.BYTE_ARRAY),
  INT(Type.INT32),
  LONG(Type.INT64),
  /** Microseconds since 1970-01-01T00:00:00Z. */
  INSTANT(Type.INT64);

  private final Type type;

  ValueKind(Type type) {
    this.type = type;
  }

  Type type() {
    return type;
  }

  /** Says it in the schema; in the old words, too, for readers that know no others. */
  void describe(SchemaElement element) {
    element.setType(type);
    switch (this) {
      case TEXT ->
          element
              .setConverted_type(ConvertedType.UTF8)
              .setLogicalType(LogicalType.STRING(new StringType()));
      case INSTANT ->
          element
              .setConverted_type(ConvertedType.TIMESTAMP_MICROS)
              .setLogicalType(
                  LogicalType.TIMESTAMP(
                      new TimestampType(true, TimeUnit.MICROS(new MicroSeconds()))));
      case BYTES, INT, LONG -> {}
    }
  }
}
