package io.penstock.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.contracts.catalog.CatalogApi;
import io.penstock.ingest.kafka.KafkaClients;
import io.penstock.ingest.kafka.TopicInspector;
import io.penstock.ingest.landing.BatchWriters;
import io.penstock.ingest.landing.LandingContext;
import io.penstock.ingest.landing.LandingMetrics;
import io.penstock.ingest.landing.MemoryBudget;
import io.penstock.ingest.source.SourceRegistry;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.lake.store.ObjectStore;
import io.penstock.runtime.trace.Traces;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;

/** The whole of ingest: from the first source to the end of the process. */
@Startup
@Singleton
public class Ingest {
  private final TopicInspector topics;
  private final BatchWriters writers;
  private final SourceRegistry sources;

  Ingest(
      IngestConfig config,
      @Identifier("default-kafka-broker") Map<String, Object> kafkaSettings,
      CatalogApi catalog,
      ObjectStore store,
      EngineSettings engine,
      PrivacyKeys privacyKeys,
      MeterRegistry meters,
      Traces traces) {
    KafkaClients kafka = new KafkaClients(kafkaSettings, config);
    MemoryBudget budget = new MemoryBudget(config.bufferBytes().asLongValue());
    this.topics = new TopicInspector(kafka.admin(), kafka.bootstrapServers());
    this.writers = new BatchWriters(engine.scratchRoot(), config.writers());
    this.sources =
        SourceRegistry.start(
            new LandingContext(
                config,
                catalog,
                store,
                kafka,
                topics,
                writers,
                budget,
                new LandingMetrics(meters, budget),
                privacyKeys,
                traces,
                Clock.systemUTC()));
  }

  /** The sources that are landed. */
  public SourceRegistry sources() {
    return sources;
  }

  /** Kafka's metadata. */
  public TopicInspector topics() {
    return topics;
  }

  void stop(@Observes ShutdownEvent event) {
    sources.close();
    writers.close();
    topics.close();
  }
}
