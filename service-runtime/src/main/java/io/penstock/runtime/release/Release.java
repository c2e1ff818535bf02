package io.penstock.runtime.release;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Which service this process is, and of which release. While a system is upgraded two releases run
 * beside each other: metrics and Temporal's histories tell which of them did what.
 */
@Singleton
public final class Release {
  private final String service;
  private final String number;

  Release(
      @ConfigProperty(name = "quarkus.application.name") String service,
      @ConfigProperty(name = "penstock.release") String number) {
    this.service = service;
    this.number = number;
  }

  /** How this process signs what it does in Temporal: {@code workflow 0.1.0 4711@host}. */
  public String identity() {
    return "%s %s %s".formatted(service, number, ManagementFactory.getRuntimeMXBean().getName());
  }

  void tell(@Observes StartupEvent event, MeterRegistry registry) {
    Gauge.builder("penstock.release", () -> 1)
        .description("Always 1; the labels tell what runs")
        .tag("name", service)
        .tag("release", number)
        .strongReference(true)
        .register(registry);
  }
}
