package io.penstock.ingest.testing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.contracts.catalog.CatalogApi;
import io.penstock.ingest.IngestConfig;
import io.penstock.ingest.kafka.KafkaClients;
import io.penstock.ingest.kafka.TopicInspector;
import io.penstock.ingest.landing.BatchWriters;
import io.penstock.ingest.landing.LandingContext;
import io.penstock.ingest.landing.LandingMetrics;
import io.penstock.ingest.landing.MemoryBudget;
import io.penstock.ingest.source.SourceRegistry;
import io.penstock.ingest.status.SourceStatus;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.lake.store.MinioObjectStore;
import io.penstock.lake.store.ObjectStore;
import io.penstock.lake.store.StoreSettings;
import io.penstock.runtime.trace.Traces;
import io.penstock.stack.TargetStack;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One ingest without Quarkus, so that a test can have several. */
public final class TestIngest implements AutoCloseable {
  private static final Map<String, String> FAST =
      Map.of(
          "penstock.ingest.roll-age", "PT0.3S",
          "penstock.ingest.sources-interval", "PT0.2S",
          "penstock.ingest.topic-interval", "PT0.5S",
          "penstock.ingest.progress-interval", "PT0.2S",
          "penstock.ingest.session-timeout", "PT6S");

  private final Path scratch;
  private final BatchWriters writers;
  private final TopicInspector topics;
  private final SourceRegistry sources;

  private TestIngest(Builder builder) {
    try {
      scratch = Files.createTempDirectory("ingest");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    IngestConfig config = config(builder.settings);
    Map<String, Object> kafkaSettings = TestTopic.settings(builder.stack);
    kafkaSettings.putAll(builder.kafkaSettings);
    KafkaClients kafka = new KafkaClients(kafkaSettings, config);
    MemoryBudget budget = new MemoryBudget(config.bufferBytes().asLongValue());
    writers = new BatchWriters(scratch, config.writers());
    topics = new TopicInspector(kafka.admin(), kafka.bootstrapServers());
    sources =
        SourceRegistry.start(
            new LandingContext(
                config,
                builder.catalog,
                builder.store,
                kafka,
                topics,
                writers,
                budget,
                new LandingMetrics(new SimpleMeterRegistry(), budget),
                PrivacyKeys.of(Map.of("k1", "0123456789abcdef".getBytes(StandardCharsets.UTF_8))),
                Traces.off(),
                builder.clock));
  }

  public static Builder on(TargetStack stack, CatalogApi catalog, ObjectStore store) {
    return new Builder(stack, catalog, store);
  }

  /** The settings, with those of the product for what is left out. */
  public static IngestConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withMapping(IngestConfig.class)
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .withConverter(Duration.class, 100, Duration::parse)
        .withConverter(
            io.quarkus.runtime.configuration.MemorySize.class, 100, new MemorySizeConverter())
        .build()
        .getConfigMapping(IngestConfig.class);
  }

  /** A bucket of the test's own. */
  public static ObjectStore store(TargetStack stack) {
    ObjectStore store =
        new MinioObjectStore(
            new StoreSettings(
                stack.s3Endpoint(),
                stack.s3Region(),
                stack.s3AccessKey(),
                stack.s3SecretKey(),
                stack.newBucket()));
    store.ensureBucket();
    return store;
  }

  public SourceRegistry sources() {
    return sources;
  }

  public SourceStatus status(String source) {
    return sources.status().stream()
        .filter(status -> status.source().value().equals(source))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    sources.close();
    writers.close();
    topics.close();
  }

  /** What it is made of. */
  public static final class Builder {
    private final TargetStack stack;
    private final CatalogApi catalog;
    private final Map<String, String> settings = new HashMap<>(FAST);
    private final Map<String, Object> kafkaSettings = new HashMap<>();
    private final ObjectStore store;
    private Clock clock = Clock.systemUTC();

    private Builder(TargetStack stack, CatalogApi catalog, ObjectStore store) {
      this.stack = stack;
      this.catalog = catalog;
      this.store = store;
    }

    public Builder with(String setting, String value) {
      settings.put("penstock.ingest." + setting, value);
      return this;
    }

    public Builder withKafka(String setting, Object value) {
      kafkaSettings.put(setting, value);
      return this;
    }

    public Builder with(Clock other) {
      clock = other;
      return this;
    }

    public TestIngest start() {
      return new TestIngest(this);
    }
  }
}
