package io.penstock.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An event as CloudEvents 1.0 in structured JSON. Events are hints: at least once, unordered, and
 * never the only way to learn something. Consumers deduplicate by id.
 *
 * @param id unique id
 * @param type what happened
 * @param source {@code /penstock/catalog}
 * @param subject what it happened to
 * @param time when
 * @param data details, by type
 * @param traceparent the trace context of what happened, by CloudEvents' extension for distributed
 *     tracing; absent if it was not traced
 */
public record PenstockEvent(
    UUID id,
    EventType type,
    String source,
    String subject,
    Instant time,
    JsonNode data,
    Optional<String> traceparent) {
  /** The Kafka topic of all events. */
  public static final String TOPIC = "penstock.events";

  public static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

  @JsonProperty("specversion")
  public String specVersion() {
    return "1.0";
  }

  @JsonProperty("datacontenttype")
  public String dataContentType() {
    return "application/json";
  }
}
