package io.penstock.runtime.privacy;

import io.penstock.lake.privacy.PrivacyKeys;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the keys of privacy rules. */
final class PrivacyKeySettings {
  @Produces
  @Singleton
  @DefaultBean
  PrivacyKeys keys(PrivacyConfig config) {
    return PrivacyKeys.of(
        config.keys().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry -> entry.getValue().getBytes(StandardCharsets.UTF_8))));
  }
}
