package io.penstock.ingest.landing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.source.RowStatus;
import io.penstock.ingest.batch.BatchCounts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what was landed: {@code penstock.ingest.*}, by source. */
public final class LandingMetrics {
  private final MeterRegistry registry;
  private final Map<SourceName, AtomicLong> lags = new ConcurrentHashMap<>();

  public LandingMetrics(MeterRegistry registry, MemoryBudget budget) {
    this.registry = registry;
    registry.gauge("penstock.ingest.buffered.bytes", budget, MemoryBudget::used);
  }

  /** Records were read. */
  void read(SourceName source, long bytes) {
    registry
        .counter("penstock.ingest.bytes", Tags.of("source", source.value()))
        .increment((double) bytes);
  }

  /** A batch was accepted. */
  void landed(SourceName source, StoredObject object, BatchCounts counts) {
    Tags tags = Tags.of("source", source.value());
    registry.counter("penstock.ingest.batches", tags).increment();
    registry.counter("penstock.ingest.object.bytes", tags).increment((double) object.bytes());
    counts.unplaced().forEach((status, rows) -> records(source, status, rows.count()));
    long unplaced = counts.unplaced().values().stream().mapToLong(Fingerprint::count).sum();
    records(source, RowStatus.OK, counts.landed().count() - unplaced);
  }

  private void records(SourceName source, RowStatus status, long rows) {
    registry
        .counter(
            "penstock.ingest.records", Tags.of("source", source.value(), "status", status.text()))
        .increment((double) rows);
  }

  /** A batch was refused and is read again. */
  void refused(SourceName source, String code) {
    registry
        .counter("penstock.ingest.refused", Tags.of("source", source.value(), "code", code))
        .increment();
  }

  /**
   * @param positions how many positions are not landed yet, over the topic-partitions read here
   */
  void lag(SourceName source, long positions) {
    lags.computeIfAbsent(source, this::lagGauge).set(positions);
  }

  private AtomicLong lagGauge(SourceName source) {
    AtomicLong lag = new AtomicLong();
    registry.gauge("penstock.ingest.lag", Tags.of("source", source.value()), lag);
    return lag;
  }
}
