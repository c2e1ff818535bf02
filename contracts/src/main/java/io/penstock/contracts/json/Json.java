package io.penstock.contracts.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The one way contract types are written and read as JSON, over REST, in Temporal payloads and in
 * objects. Times are ISO 8601, absent values are left out, unknown fields are ignored so that an
 * older service reads what a newer one writes.
 */
public final class Json {
  private static final ObjectMapper MAPPER = configure(new ObjectMapper());

  private static final ObjectMapper CANONICAL =
      configure(
          JsonMapper.builder()
              .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, true)
              .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
              .build());

  private Json() {}

  /** Gives a mapper the settings of the contract, for frameworks that bring their own. */
  public static ObjectMapper configure(ObjectMapper mapper) {
    return mapper
        .registerModule(new Jdk8Module())
        .registerModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .setSerializationInclusion(JsonInclude.Include.NON_ABSENT);
  }

  /** The shared mapper. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** The value as UTF-8 JSON. */
  public static byte[] bytes(Object value) {
    return text(MAPPER, value).getBytes(StandardCharsets.UTF_8);
  }

  /** The value as JSON text. */
  public static String text(Object value) {
    return text(MAPPER, value);
  }

  /**
   * The value with all keys sorted and no white space: equal values have equal bytes, so that the
   * text can be hashed.
   */
  public static String canonical(Object value) {
    JsonNode tree = MAPPER.valueToTree(value);
    try {
      return text(CANONICAL, CANONICAL.treeToValue(tree, Object.class));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a value; fails with {@link UncheckedIOException} if the bytes are not one. */
  public static <T> T read(byte[] json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(ObjectMapper mapper, Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
