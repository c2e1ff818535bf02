package io.penstock.contracts.pipeline;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/**
 * What happens to a field that must not be kept in the clear.
 *
 * @param field a conformed field (with {@code landing: masked} also the field as it comes)
 * @param rule what is done
 * @param key id of the HMAC key, for {@link Rule#HMAC} only; the key itself is configuration
 */
public record PrivacySpec(String field, Rule rule, Optional<String> key) {
  /** The rules. */
  public enum Rule {
    /** Keeps the first character and an e-mail's domain. */
    MASK,
    /** Replaces the value by its keyed hash, so that equal values stay equal. */
    HMAC,
    /** Sets the value to null. */
    REDACT;

    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public PrivacySpec {
    if (key.isPresent() != (rule == Rule.HMAC)) {
      throw new IllegalArgumentException("a key belongs to rule hmac, and only to it");
    }
  }
}
