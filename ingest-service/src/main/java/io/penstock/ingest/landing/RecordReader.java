package io.penstock.ingest.landing;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.pipeline.Landing;
import io.penstock.contracts.pipeline.PrivacySpec;
import io.penstock.contracts.pipeline.SourceSpec;
import io.penstock.contracts.source.RowStatus;
import io.penstock.contracts.source.SourceDescription;
import io.penstock.ingest.batch.RawRow;
import io.penstock.ingest.payload.PayloadMask;
import io.penstock.ingest.payload.PayloadReader;
import io.penstock.ingest.payload.PayloadReading;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.lake.privacy.PrivacyRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of a source's records. Where it lands masked, clear text gets no further than this:
 * payloads that cannot be masked are left out, and so are keys and headers, which no rule is for.
 *
 * <p>Belongs to one thread.
 */
final class RecordReader {
  private static final Header[] NO_HEADERS = new Header[0];

  private final PayloadReader payloads;
  private final Optional<PayloadMask> mask;

  private RecordReader(PayloadReader payloads, Optional<PayloadMask> mask) {
    this.payloads = payloads;
    this.mask = mask;
  }

  /**
   * @throws PenstockException USER {@code invalid-event-time} if the format of an event time is not
   *     valid, {@code privacy-key-missing} if a rule names a key that is not configured
   */
  static RecordReader of(SourceDescription source, PrivacyKeys keys) {
    try {
      return make(source, keys);
    } catch (IllegalArgumentException e) {
      throw PenstockException.user(
          "invalid-event-time", "source.eventTime of %s: %s".formatted(source.spec().name(), e), e);
    }
  }

  private static RecordReader make(SourceDescription source, PrivacyKeys keys) {
    SourceSpec spec = source.spec();
    return switch (spec.format()) {
      case JSON -> {
        boolean masked = spec.landing() == Landing.MASKED;
        Map<String, PrivacyRule> rules = masked ? rules(source, keys) : Map.of();
        yield new RecordReader(
            new PayloadReader(spec.eventTime(), spec.maxSkew(), rules.keySet()),
            masked ? Optional.of(new PayloadMask(rules)) : Optional.empty());
      }
    };
  }

  private static Map<String, PrivacyRule> rules(SourceDescription source, PrivacyKeys keys) {
    Map<String, PrivacyRule> rules = new LinkedHashMap<>();
    for (PrivacySpec spec : source.privacy()) {
      rules.put(spec.field(), PrivacyRule.of(spec, keys));
    }
    return rules;
  }

  /**
   * @param nowMicros the clock, in microseconds since 1970-01-01T00:00:00Z
   */
  RawRow read(ConsumerRecord<byte[], byte[]> record, long nowMicros) {
    byte[] payload = record.value();
    PayloadReading reading = payloads.read(payload, nowMicros);
    return mask.isEmpty()
        ? row(record, record.key(), record.headers().toArray(), payload, reading)
        : row(record, null, NO_HEADERS, masked(mask.get(), payload, reading), reading);
  }

  private static byte @Nullable [] masked(
      PayloadMask mask, byte @Nullable [] payload, PayloadReading reading) {
    return payload == null || reading.status() == RowStatus.MALFORMED ? null : mask.apply(payload);
  }

  private static RawRow row(
      ConsumerRecord<byte[], byte[]> record,
      byte @Nullable [] key,
      Header[] headers,
      byte @Nullable [] payload,
      PayloadReading reading) {
    return new RawRow(
        record.offset(),
        record.timestamp(),
        record.timestampType(),
        key,
        headers,
        payload,
        reading);
  }
}
