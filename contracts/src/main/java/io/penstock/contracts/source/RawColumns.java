package io.penstock.contracts.source;

/**
 * The columns of a raw batch's Parquet object, in this order. A row is one Kafka record; rows stand
 * in the order of their offsets. A batch without rows has the same columns.
 *
 * <table>
 * <caption>Columns</caption>
 * <tr><td>{@code topic_id}</td><td>VARCHAR</td><td>the topic's id, 22 characters of base64</td></tr>
 * <tr><td>{@code partition}</td><td>INTEGER</td><td></td></tr>
 * <tr><td>{@code offset}</td><td>BIGINT</td><td></td></tr>
 * <tr><td>{@code timestamp}</td><td>BIGINT</td><td>milliseconds since 1970 as the record has them,
 *     which can be any number</td></tr>
 * <tr><td>{@code timestamp_type}</td><td>VARCHAR</td><td>{@code create}, {@code append} or {@code
 *     none}</td></tr>
 * <tr><td>{@code key}</td><td>BLOB</td><td>null if the record has none, and in sources that land
 *     masked</td></tr>
 * <tr><td>{@code headers}</td><td>STRUCT(name VARCHAR, value BLOB)[]</td><td>in their order; empty
 *     if the record has none, and in sources that land masked</td></tr>
 * <tr><td>{@code payload}</td><td>BLOB</td><td>null for a tombstone, and for malformed payloads of
 *     sources that land masked</td></tr>
 * <tr><td>{@code ingested_at}</td><td>TIMESTAMPTZ</td><td>when the batch was written</td></tr>
 * <tr><td>{@code event_time}</td><td>TIMESTAMPTZ</td><td>null unless the status is {@code
 *     ok}</td></tr>
 * <tr><td>{@code status}</td><td>VARCHAR</td><td>a {@link RowStatus}</td></tr>
 * <tr><td>{@code reason}</td><td>VARCHAR</td><td>why the status is not {@code ok}, else
 *     null</td></tr>
 * </table>
 */
public final class RawColumns {
  public static final String TOPIC_ID = "topic_id";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";
  public static final String TIMESTAMP = "timestamp";
  public static final String TIMESTAMP_TYPE = "timestamp_type";
  public static final String KEY = "key";
  public static final String HEADERS = "headers";
  public static final String PAYLOAD = "payload";
  public static final String INGESTED_AT = "ingested_at";
  public static final String EVENT_TIME = "event_time";
  public static final String STATUS = "status";
  public static final String REASON = "reason";

  private RawColumns() {}
}
