package io.penstock.ingest.landing;

import io.penstock.contracts.catalog.CatalogApi;
import io.penstock.ingest.IngestConfig;
import io.penstock.ingest.kafka.KafkaClients;
import io.penstock.ingest.kafka.TopicInspector;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.lake.store.ObjectStore;
import io.penstock.runtime.trace.Traces;
import java.time.Clock;

/** What all landings of this process share. */
public record LandingContext(
    IngestConfig config,
    CatalogApi catalog,
    ObjectStore store,
    KafkaClients kafka,
    TopicInspector topics,
    BatchWriters writers,
    MemoryBudget budget,
    LandingMetrics metrics,
    PrivacyKeys privacyKeys,
    Traces traces,
    Clock clock) {}
