package io.penstock.ingest.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.contracts.json.Json;
import io.penstock.lake.privacy.PrivacyRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies privacy rules to the top-level fields of well-formed payloads. All other bytes stay as
 * they are. A rule sees the text of a string, and the JSON text of any other value; what it makes
 * of it is a string. A null stays null, and of a field that stands there twice both are masked.
 *
 * <p>Belongs to one thread.
 */
public final class PayloadMask {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final JsonFactory json = StrictJson.factory(PayloadReader.DEPTH_MAX);
  private final Map<String, PrivacyRule> rules;

  /**
   * @param rules by name of the field
   */
  public PayloadMask(Map<String, PrivacyRule> rules) {
    this.rules = Map.copyOf(rules);
  }

  /**
   * The payload with its secrets replaced.
   *
   * @param payload one for which {@link PayloadReader} found anything but {@code malformed}
   */
  public byte[] apply(byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 64);
    int copied = 0;
    try (JsonParser parser = json.createParser(payload)) {
      parser.nextToken();
      String name;
      while ((name = parser.nextFieldName()) != null) {
        JsonToken value = parser.nextToken();
        PrivacyRule rule = rules.get(name);
        if (rule == null || value == JsonToken.VALUE_NULL) {
          parser.skipChildren();
          continue;
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        String text = value == JsonToken.VALUE_STRING ? parser.getText() : null;
        parser.skipChildren();
        parser.finishToken();
        int end = end(payload, start, value, (int) parser.currentLocation().getByteOffset());
        out.write(payload, copied, start - copied);
        String clear = text == null ? utf8(payload, start, end) : text;
        out.writeBytes(literal(rule.apply(clear)));
        copied = end;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not well-formed, though it was found to be", e);
    }
    out.write(payload, copied, payload.length - copied);
    return out.toByteArray();
  }

  /** Of a number the parser has also read the character that ends it. */
  private static int end(byte[] payload, int start, JsonToken value, int read) {
    if (!value.isNumeric()) {
      return read;
    }
    int end = start;
    while (end < payload.length && "+-.eE0123456789".indexOf(payload[end]) >= 0) {
      end++;
    }
    return end;
  }

  private static byte[] literal(@Nullable String kept) {
    return kept == null ? NULL : Json.bytes(kept);
  }

  private static String utf8(byte[] payload, int start, int end) {
    return new String(payload, start, end - start, StandardCharsets.UTF_8);
  }
}
