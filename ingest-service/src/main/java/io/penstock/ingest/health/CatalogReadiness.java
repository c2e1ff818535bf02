package io.penstock.ingest.health;

import io.penstock.ingest.Ingest;
import io.penstock.runtime.catalog.CatalogConfig;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready if the catalog told its sources when it was last asked. */
@Readiness
@Singleton
class CatalogReadiness implements HealthCheck {
  private final Ingest ingest;
  private final CatalogConfig config;

  CatalogReadiness(Ingest ingest, CatalogConfig config) {
    this.ingest = ingest;
    this.config = config;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> trouble = ingest.sources().trouble();
    return HealthCheckResponse.named("catalog")
        .withData("address", config.url().toString())
        .withData("state", trouble.orElse("answers"))
        .status(trouble.isEmpty())
        .build();
  }
}
