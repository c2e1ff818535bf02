package io.penstock.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.runtime.catalog.CatalogConfig;
import io.penstock.runtime.engine.EngineConfig;
import io.penstock.runtime.store.StoreConfig;
import io.penstock.runtime.temporal.TemporalConfig;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

public class ConfigTest {

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

  @Test
  void theStoreIsTheLocalStacksByDefault() {
    StoreConfig config = read(StoreConfig.class, Map.of());
    assertThat(config.endpoint()).isEqualTo(URI.create("http://127.0.0.1:19000"));
    assertThat(config.region()).isEqualTo("us-east-1");
    assertThat(config.bucket()).isEqualTo("penstock");
  }

  @Test
  void theEngineIsModestByDefault() {
    EngineConfig config = read(EngineConfig.class, Map.of());
    assertThat(config.memoryLimit().asLongValue()).isEqualTo(256L << 20);
    assertThat(config.threads()).isEqualTo(2);
    assertThat(config.scratch())
        .isEqualTo(Path.of(System.getProperty("java.io.tmpdir"), "penstock"));
  }

  /** The settings as Quarkus reads them. */
  public static <T> T read(Class<T> mapping, Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withMapping(mapping)
        .withSources(new PropertiesConfigSource(settings, "test", 1000))
        .addDefaultSources()
        .withConverter(Duration.class, 100, Duration::parse)
        .withConverter(MemorySize.class, 100, new MemorySizeConverter())
        .build()
        .getConfigMapping(mapping);
  }
}
