package io.penstock.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceSwitchTest {
  @Test
  void nothingIsTracedUnlessItIsSaidWhereTracesGo() {
    assertThat(config(Map.of()).getValue("quarkus.otel.sdk.disabled", Boolean.class)).isTrue();
    assertThat(
            config(Map.of("penstock.traces.endpoint", " "))
                .getValue("quarkus.otel.sdk.disabled", Boolean.class))
        .isTrue();
  }

  @Test
  void anEndpointIsAllThatItTakes() {
    SmallRyeConfig config = config(Map.of("penstock.traces.endpoint", "http://collector:4317"));

    assertThat(config.getValue("quarkus.otel.sdk.disabled", Boolean.class)).isFalse();
    assertThat(config.getValue("quarkus.otel.exporter.otlp.endpoint", String.class))
        .isEqualTo("http://collector:4317");
  }

  @Test
  void whatAPersonSetsWins() {
    assertThat(
            config(
                    Map.of(
                        "penstock.traces.endpoint",
                        "http://collector:4317",
                        "quarkus.otel.sdk.disabled",
                        "true"))
                .getValue("quarkus.otel.sdk.disabled", Boolean.class))
        .isTrue();
  }

  private static SmallRyeConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withSources(new PropertiesConfigSource(settings, "test", 250))
        .withSources(new TraceSwitch())
        .build();
  }
}
