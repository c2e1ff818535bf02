package io.penstock.catalog.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.penstock.catalog.persistence.Cells;
import io.penstock.catalog.persistence.Database;
import io.penstock.contracts.failure.PenstockException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Looks at what the database holds every few seconds: {@code penstock.catalog.*}. Every replica
 * says the same, so that readers take the maximum.
 */
@Singleton
class StateMetrics {
  private static final Logger LOG = Logger.getLogger(StateMetrics.class);

  /** What is looked at, and what its two tags are called; an empty name is no tag. */
  private enum Gauge {
    EVENTS_WAITING("penstock.catalog.events.waiting", "", ""),
    EVENTS_OLDEST("penstock.catalog.events.oldest.seconds", "", ""),
    LOSSES("penstock.catalog.losses", "source", ""),
    BUILDS("penstock.catalog.builds", "pipeline", "state"),
    VERSION("penstock.catalog.version", "dataset", ""),
    VERSION_AGE("penstock.catalog.version.age.seconds", "dataset", "");

    private final String meter;
    private final String first;
    private final String second;

    Gauge(String meter, String first, String second) {
      this.meter = meter;
      this.first = first;
      this.second = second;
    }

    Tags tags(String one, String two) {
      Tags tags = first.isEmpty() ? Tags.empty() : Tags.of(first, one);
      return second.isEmpty() ? tags : tags.and(second, two);
    }
  }

  private static final String STATE =
      """
      select 'EVENTS_WAITING', '', '', cast(count(*) as bigint) from outbox where sent_at is null
      union all
      select 'EVENTS_OLDEST', '', '',
             cast(coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0) as bigint)
        from outbox where sent_at is null
      union all
      select 'LOSSES', source, '', cast(count(*) as bigint)
        from loss where acknowledged_at is null group by source
      union all
      select 'BUILDS', pipeline, state, cast(count(*) as bigint) from build group by pipeline, state
      union all
      select 'VERSION', dataset, '', max(number) from dataset_version group by dataset
      union all
      select 'VERSION_AGE', dataset, '',
             cast(extract(epoch from clock_timestamp() - max(published_at)) as bigint)
        from dataset_version group by dataset
      """;

  private final Database database;
  private final Map<Gauge, MultiGauge> gauges = new EnumMap<>(Gauge.class);

  StateMetrics(Database database, MeterRegistry registry) {
    this.database = database;
    for (Gauge gauge : Gauge.values()) {
      gauges.put(gauge, MultiGauge.builder(gauge.meter).register(registry));
    }
  }

  @Scheduled(
      every = "${penstock.catalog.metrics.interval:PT15S}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void look() {
    try {
      List<Cells> rows =
          database.read(session ->
              session
                  .createNativeQuery(STATE)
                  .getResultList()
                  .map(found -> found.stream().map(Cells::of).toList()));
      gauges.forEach((gauge, meter) ->
          meter.register(
              rows.stream()
                  .filter(row -> row.text(0).equals(gauge.name()))
                  .<Row<?>>map(
                      row -> Row.of(gauge.tags(row.text(1), row.text(2)), (double) row.number(3)))
                  .toList(),
              true));
    } catch (PenstockException e) {
      // What is wrong shows in the readiness of the service; the values stay as they were.
      LOG.debugf("the state was not looked at: %s: %s", e.code(), e.getMessage());
    }
  }
}
