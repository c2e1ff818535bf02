package io.penstock.transform.conform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.penstock.contracts.pipeline.FieldType;
import io.penstock.contracts.pipeline.SchemaVersion;
import io.penstock.transform.conform.FieldReading.MismatchException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Defines what a payload means under a schema. It takes one event at a time and is exact about
 * every one; {@link DecodeSql} is the fast way for events about which nothing is unusual, and must
 * agree with it wherever it decides.
 *
 * <p>A payload is one JSON object (RFC 8259) in UTF-8. It is of the newest version whose required
 * fields it has, not null. Declared fields must stand in it at most once and be of their type;
 * whatever else stands in it is ignored.
 */
final class PayloadDecoder {
  /** Landing has bounded the size of a payload; nothing else about it is a reason to refuse it. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .build();

  private final List<SchemaVersion> newestFirst;
  private final Set<String> declared = new HashSet<>();
  private final boolean showsValues;

  /** A decoder that says in reasons which values it found. */
  PayloadDecoder(List<SchemaVersion> versions) {
    this(versions, true);
  }

  /**
   * @param versions the versions that may come, oldest first
   * @param showsValues whether reasons may quote what stands in the payload
   */
  PayloadDecoder(List<SchemaVersion> versions, boolean showsValues) {
    this.showsValues = showsValues;
    newestFirst = versions.reversed();
    versions.forEach(version -> declared.addAll(version.fields().keySet()));
  }

  Decoded decode(byte[] payload) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
    } catch (CharacterCodingException _) {
      return new Decoded.Failure("payload: not UTF-8");
    }
    try (JsonParser parser = JSON.createParser(text)) {
      return decode(fields(parser));
    } catch (JsonProcessingException e) {
      return new Decoded.Failure(
          showsValues ? "payload: not JSON: " + e.getOriginalMessage() : "payload: not JSON");
    } catch (MismatchException e) {
      return new Decoded.Failure(e.reason());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The declared fields of the one object that the text must be. */
  private Map<String, JsonValue> fields(JsonParser parser) throws IOException, MismatchException {
    Map<String, JsonValue> fields = new HashMap<>();
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new MismatchException("payload: not a JSON object");
    }
    String repeated = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (declared.contains(name)) {
        boolean first = fields.put(name, value(parser, token)) == null;
        repeated = first ? repeated : name;
      }
      parser.skipChildren();
    }
    if (parser.nextToken() != null) {
      throw new MismatchException("payload: something follows the JSON object");
    }
    if (repeated != null) {
      throw new MismatchException("field " + repeated + ": appears more than once");
    }
    return fields;
  }

  private static JsonValue value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> new JsonValue(JsonValue.Kind.STRING, parser.getText());
      case VALUE_NUMBER_INT -> new JsonValue(JsonValue.Kind.INTEGER, parser.getText());
      case VALUE_NUMBER_FLOAT -> new JsonValue(JsonValue.Kind.NUMBER, parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> new JsonValue(JsonValue.Kind.BOOLEAN, parser.getText());
      case VALUE_NULL -> new JsonValue(JsonValue.Kind.NULL, "");
      case START_OBJECT -> new JsonValue(JsonValue.Kind.OBJECT, "");
      case START_ARRAY -> new JsonValue(JsonValue.Kind.ARRAY, "");
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("not a value: " + token);
    };
  }

  private Decoded decode(Map<String, JsonValue> fields) throws IOException {
    List<String> misfits = new ArrayList<>();
    for (SchemaVersion version : newestFirst) {
      List<String> missing = missing(version, fields);
      if (missing.isEmpty()) {
        return decode(version, fields);
      }
      misfits.add("version " + version.version() + " needs " + String.join(", ", missing));
    }
    if (newestFirst.size() == 1) {
      return new Decoded.Failure(
          String.join(
              "; ",
              missing(newestFirst.getFirst(), fields).stream()
                  .map(
                      name -> "field " + name + (fields.containsKey(name) ? ": null" : ": missing"))
                  .toList()));
    }
    return new Decoded.Failure("no version of the schema fits: " + String.join("; ", misfits));
  }

  private static List<String> missing(SchemaVersion version, Map<String, JsonValue> fields) {
    return version.fields().entrySet().stream()
        .filter(field -> !field.getValue().optional() && !present(fields.get(field.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean present(@Nullable JsonValue value) {
    return value != null && value.kind() != JsonValue.Kind.NULL;
  }

  private Decoded decode(SchemaVersion version, Map<String, JsonValue> fields) throws IOException {
    StringWriter json = new StringWriter();
    List<String> mismatches = new ArrayList<>();
    try (JsonGenerator out = JSON.createGenerator(json)) {
      FieldReading reading = new FieldReading(out);
      out.writeStartObject();
      for (Map.Entry<String, FieldType> field : version.fields().entrySet()) {
        JsonValue value = fields.get(field.getKey());
        if (value == null || value.kind() == JsonValue.Kind.NULL) {
          continue;
        }
        out.writeFieldName(field.getKey());
        try {
          reading.copy(field.getValue().type(), value);
        } catch (MismatchException e) {
          String reason =
              showsValues ? e.reason() : "not exactly a " + field.getValue().type().text();
          mismatches.add("field " + field.getKey() + ": " + reason);
          out.writeNull();
        }
      }
      out.writeEndObject();
    }
    return mismatches.isEmpty()
        ? new Decoded.Event(version.version(), json.toString())
        : new Decoded.Failure(String.join("; ", mismatches));
  }
}
