package io.penstock.ingest.payload;

import io.penstock.contracts.pipeline.EventTimeSpec;
import io.penstock.contracts.source.RowStatus;
import io.penstock.ingest.eventtime.EpochMicros;
import io.penstock.ingest.eventtime.EventTimeFormat;
import io.penstock.ingest.eventtime.EventTimeReading.At;
import io.penstock.ingest.eventtime.EventTimeReading.Implausible;
import io.penstock.ingest.eventtime.EventTimeReading.Unreadable;
import io.penstock.ingest.payload.JsonObjectScanner.Kind;
import io.penstock.ingest.payload.PayloadReading.Ok;
import io.penstock.ingest.payload.PayloadReading.Unplaced;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON payloads, one pass each, without building a tree.
 *
 * <p>A payload is well-formed if it is exactly one JSON object (RFC 8259) in valid UTF-8, nested no
 * deeper than {@value #DEPTH_MAX} levels. The event time is taken from the first of the specs whose
 * field is present; a field that is null counts as absent. If a field stands there twice the first
 * one counts, as it does for DuckDB's JSON functions, with which conform reads the same payload.
 *
 * <p>Belongs to one thread.
 */
public final class PayloadReader {
  /** Deepest nesting of arrays and objects that is taken for an event. */
  public static final int DEPTH_MAX = 500;

  private static final Unplaced TOMBSTONE = new Unplaced(RowStatus.MALFORMED, "tombstone");
  private static final Unplaced EMPTY = new Unplaced(RowStatus.MALFORMED, "empty payload");

  private final JsonObjectScanner json = new JsonObjectScanner(DEPTH_MAX);
  private final FieldName[] fields;
  private final List<EventTimeSpec> specs;
  private final List<EventTimeFormat> formats;
  private final long maxSkewMicros;
  private final Duration maxSkew;
  private final Set<String> secretFields;

  /** Text of each spec's field in the payload that is being read. */
  private final @Nullable String[] texts;

  /**
   * @param maxSkew how far ahead of the clock an event time may lie
   * @param secretFields fields that reasons never quote
   * @throws IllegalArgumentException if a spec's format is not valid
   */
  public PayloadReader(List<EventTimeSpec> specs, Duration maxSkew, Set<String> secretFields) {
    this.specs = List.copyOf(specs);
    this.formats = specs.stream().map(EventTimeFormat::of).toList();
    this.maxSkew = maxSkew;
    this.maxSkewMicros = Math.multiplyExact(maxSkew.toMillis(), 1_000L);
    this.secretFields = Set.copyOf(secretFields);
    this.fields = specs.stream().map(spec -> new FieldName(spec.field())).toArray(FieldName[]::new);
    this.texts = new String[specs.size()];
  }

  /**
   * Reads a payload; never fails.
   *
   * @param payload null for a tombstone
   * @param nowMicros the clock, in microseconds since 1970-01-01T00:00:00Z
   */
  public PayloadReading read(byte @Nullable [] payload, long nowMicros) {
    if (payload == null) {
      return TOMBSTONE;
    }
    if (payload.length == 0) {
      return EMPTY;
    }
    int invalid = Utf8.firstInvalid(payload);
    if (invalid < payload.length) {
      return malformed("not UTF-8 at byte " + invalid);
    }
    try {
      collectTexts(payload);
    } catch (NotJsonException e) {
      return malformed(e.getMessage());
    }
    return time(nowMicros);
  }

  /** Reads the object to its end, keeping the texts of the fields that may hold the time. */
  private void collectTexts(byte[] payload) throws NotJsonException {
    Arrays.fill(texts, null);
    json.start(payload);
    while (json.next()) {
      for (int i = 0; i < fields.length; i++) {
        if (texts[i] == null && json.kind() != Kind.NULL && json.nameIs(fields[i])) {
          texts[i] = text();
        }
      }
    }
  }

  private String text() {
    return switch (json.kind()) {
      case OBJECT -> "{…}";
      case ARRAY -> "[…]";
      case STRING, NUMBER, BOOLEAN, NULL -> json.text();
    };
  }

  private PayloadReading time(long nowMicros) {
    for (int i = 0; i < texts.length; i++) {
      String text = texts[i];
      if (text != null) {
        return switch (formats.get(i).read(text)) {
          case At at -> plausible(i, text, at.epochMicros(), nowMicros);
          case Unreadable unreadable -> unplaced(RowStatus.NO_TIME, i, text, unreadable.why());
          case Implausible implausible ->
              unplaced(RowStatus.IMPLAUSIBLE_TIME, i, text, implausible.why());
        };
      }
    }
    return new Unplaced(RowStatus.NO_TIME, "no field " + fieldNames());
  }

  private PayloadReading plausible(int spec, String text, long micros, long nowMicros) {
    if (micros > nowMicros && micros - nowMicros > maxSkewMicros) {
      Instant now = EpochMicros.toInstant(nowMicros);
      return unplaced(
          RowStatus.IMPLAUSIBLE_TIME,
          spec,
          text,
          "is more than %s ahead of the clock (%s)".formatted(maxSkew, now));
    }
    return new Ok(micros);
  }

  private Unplaced unplaced(RowStatus status, int spec, String text, String why) {
    String field = specs.get(spec).field();
    String value = secretFields.contains(field) ? "the value" : "'" + Shortened.of(text) + "'";
    return new Unplaced(status, "%s: %s %s".formatted(field, value, why));
  }

  private String fieldNames() {
    return specs.stream().map(spec -> "'" + spec.field() + "'").collect(Collectors.joining(" or "));
  }

  private static Unplaced malformed(String reason) {
    return new Unplaced(RowStatus.MALFORMED, reason);
  }
}
