package io.penstock.ingest.batch;

import io.penstock.contracts.source.RowStatus;
import io.penstock.ingest.payload.PayloadReading;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A record as it is going to be stored.
 *
 * @param timestampMillis as the record has it; any number can stand there
 * @param payload null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares rows, and copies would cost.
public record RawRow(
    long offset,
    long timestampMillis,
    TimestampType timestampType,
    byte @Nullable [] key,
    Header[] headers,
    byte @Nullable [] payload,
    PayloadReading reading) {
  /** What a row, or a header, takes in memory besides the bytes it holds, about. */
  private static final int OVERHEAD_BYTES = 64;

  RowStatus status() {
    return reading.status();
  }

  /** The event time of a placed row; 0 for others, which nobody asks for. */
  long eventMicros() {
    return reading instanceof PayloadReading.Ok ok ? ok.epochMicros() : 0;
  }

  /** Bytes of memory it takes in a batch, about. */
  public long memoryBytes() {
    long bytes = OVERHEAD_BYTES;
    bytes += key == null ? 0 : key.length;
    bytes += payload == null ? 0 : payload.length;
    for (Header header : headers) {
      byte[] value = header.value();
      bytes += OVERHEAD_BYTES + (value == null ? 0 : value.length);
    }
    return bytes;
  }
}
