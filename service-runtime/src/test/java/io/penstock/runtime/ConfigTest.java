package io.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.runtime.catalog.CatalogConfig;
import io.penstock.runtime.temporal.TemporalConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {

  @Test
  void theCatalogIsOnLoopbackByDefault() {
    CatalogConfig config = read(CatalogConfig.class, Map.of());
    assertThat(config.url()).isEqualTo(URI.create("http://127.0.0.1:8081"));
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.readTimeout()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void temporalIsOnLoopbackByDefault() {
    TemporalConfig config = read(TemporalConfig.class, Map.of());
    assertThat(config.address()).isEqualTo("127.0.0.1:17233");
    assertThat(config.namespace()).isEqualTo("default");
    assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void temporalIsFoundByTheVariablesOfItsOwnTools() {
    TemporalConfig config =
        read(
            TemporalConfig.class,
            Map.of("TEMPORAL_ADDRESS", "temporal:7233", "TEMPORAL_NAMESPACE", "team"));
    assertThat(config.address()).isEqualTo("temporal:7233");
    assertThat(config.namespace()).isEqualTo("team");
  }

  @Test
  void ourOwnSettingWins() {
    TemporalConfig config =
        read(
            TemporalConfig.class,
            Map.of("TEMPORAL_ADDRESS", "temporal:7233", "penstock.temporal.address", "mine:1"));
    assertThat(config.address()).isEqualTo("mine:1");
  }

  private static <T> T read(Class<T> mapping, Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withMapping(mapping)
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .withConverter(Duration.class, 100, Duration::parse)
        .build()
        .getConfigMapping(mapping);
  }
}
