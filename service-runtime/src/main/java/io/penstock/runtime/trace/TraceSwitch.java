package io.penstock.runtime.trace;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Turns OpenTelemetry's SDK on if it is said where traces go, and off otherwise. Quarkus has a
 * switch of its own, whose value cannot be written as an expression over another setting.
 */
public final class TraceSwitch implements ConfigSourceFactory {
  static final String ENDPOINT = "penstock.traces.endpoint";

  /** Above what services have in common, below what a person sets. */
  private static final int ORDINAL = 110;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    return List.of(new PropertiesConfigSource(settings(context), "traces", ORDINAL));
  }

  private static Map<String, String> settings(ConfigSourceContext context) {
    ConfigValue endpoint = context.getValue(ENDPOINT);
    String address = endpoint == null ? null : endpoint.getValue();
    Map<String, String> settings = new HashMap<>();
    if (address == null || address.isBlank()) {
      settings.put("quarkus.otel.sdk.disabled", "true");
    } else {
      settings.put("quarkus.otel.sdk.disabled", "false");
      settings.put("quarkus.otel.exporter.otlp.endpoint", address.strip());
    }
    return settings;
  }
}
