package io.penstock.runtime.privacy;

import io.smallrye.config.ConfigMapping;
import java.util.Map;

/** The secret keys of privacy rules. */
@ConfigMapping(prefix = "penstock.privacy")
public interface PrivacyConfig {
  /**
   * The keys of {@code hmac} rules, by the id that a rule names: the UTF-8 bytes of the text, at
   * least 16. Every service that applies the rules needs the same.
   */
  Map<String, String> keys();
}
