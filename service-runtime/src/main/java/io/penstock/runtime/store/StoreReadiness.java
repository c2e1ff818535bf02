package io.penstock.runtime.store;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.lake.store.ObjectStore;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready if the store was found good at boot and answers now. */
@Readiness
@Singleton
@IfBuildProperty(name = StoreStart.USED, stringValue = "true", enableIfMissing = true)
final class StoreReadiness implements HealthCheck {
  private static final ObjectKey PROBE = new ObjectKey("checks/readiness");

  private final StoreStart start;
  private final ObjectStore store;
  private final StoreConfig config;

  StoreReadiness(StoreStart start, ObjectStore store, StoreConfig config) {
    this.start = start;
    this.store = store;
    this.config = config;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> trouble = start.trouble().or(this::troubleNow);
    return HealthCheckResponse.named("s3")
        .withData("address", config.endpoint().toString())
        .withData("bucket", config.bucket())
        .withData("state", trouble.orElse("answers"))
        .status(trouble.isEmpty())
        .build();
  }

  private Optional<String> troubleNow() {
    try {
      store.findSize(PROBE);
      return Optional.empty();
    } catch (PenstockException e) {
      return Optional.of(e.code() + ": " + e.getMessage());
    }
  }
}
