package io.penstock.transform;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A raw row for tests. */
public record Raw(int partition, long offset, Instant eventTime, String status, byte[] payload) {
  public static Raw at(long offset, String time, String json) {
    return new Raw(0, offset, Instant.parse(time), "ok", json.getBytes(StandardCharsets.UTF_8));
  }

  public Raw inPartition(int other) {
    return new Raw(other, offset, eventTime, status, payload);
  }

  public Raw withStatus(String other) {
    return new Raw(partition, offset, eventTime, other, payload);
  }

  public Raw withPayload(byte @Nullable [] bytes) {
    return new Raw(partition, offset, eventTime, status, bytes);
  }
}
