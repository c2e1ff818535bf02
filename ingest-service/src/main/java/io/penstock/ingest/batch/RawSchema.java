package io.penstock.ingest.batch;

import io.penstock.contracts.source.RawColumns;
import io.penstock.ingest.parquet.Leaf;
import io.penstock.ingest.parquet.Schema;
import io.penstock.ingest.parquet.Schema.ListOfPairs;
import io.penstock.ingest.parquet.ValueKind;

/** The columns of {@link RawColumns} in Parquet's words. */
final class RawSchema {
  static final Schema ALL = new Schema();

  static final Leaf TOPIC_ID = ALL.required(RawColumns.TOPIC_ID, ValueKind.TEXT);
  static final Leaf PARTITION = ALL.required(RawColumns.PARTITION, ValueKind.INT);
  static final Leaf OFFSET = ALL.required(RawColumns.OFFSET, ValueKind.LONG);
  static final Leaf TIMESTAMP = ALL.required(RawColumns.TIMESTAMP, ValueKind.LONG);
  static final Leaf TIMESTAMP_TYPE = ALL.required(RawColumns.TIMESTAMP_TYPE, ValueKind.TEXT);
  static final Leaf KEY = ALL.optional(RawColumns.KEY, ValueKind.BYTES);
  static final ListOfPairs HEADERS =
      ALL.pairs(RawColumns.HEADERS, "name", ValueKind.TEXT, "value", ValueKind.BYTES);
  static final Leaf PAYLOAD = ALL.optional(RawColumns.PAYLOAD, ValueKind.BYTES);
  static final Leaf INGESTED_AT = ALL.required(RawColumns.INGESTED_AT, ValueKind.INSTANT);
  static final Leaf EVENT_TIME = ALL.optional(RawColumns.EVENT_TIME, ValueKind.INSTANT);
  static final Leaf STATUS = ALL.required(RawColumns.STATUS, ValueKind.TEXT);
  static final Leaf REASON = ALL.optional(RawColumns.REASON, ValueKind.TEXT);

  private RawSchema() {}
}
