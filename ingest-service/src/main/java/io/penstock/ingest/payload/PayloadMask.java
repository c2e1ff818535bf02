package io.penstock.ingest.payload;

import io.penstock.contracts.json.Json;
import io.penstock.ingest.payload.JsonObjectScanner.Kind;
import io.penstock.lake.privacy.PrivacyRule;
import java.io.ByteArrayOutputStream;
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

  private final JsonObjectScanner json = new JsonObjectScanner(PayloadReader.DEPTH_MAX);
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
    try {
      json.start(payload);
      while (json.next()) {
        PrivacyRule rule = json.kind() == Kind.NULL ? null : rules.get(json.name());
        if (rule != null) {
          out.write(payload, copied, json.valueStart() - copied);
          out.writeBytes(literal(rule.apply(json.text())));
          copied = json.valueEnd();
        }
      }
    } catch (NotJsonException e) {
      throw new IllegalArgumentException("not well-formed, though it was found to be", e);
    }
    out.write(payload, copied, payload.length - copied);
    return out.toByteArray();
  }

  private static byte[] literal(@Nullable String kept) {
    return kept == null ? NULL : Json.bytes(kept);
  }
}
