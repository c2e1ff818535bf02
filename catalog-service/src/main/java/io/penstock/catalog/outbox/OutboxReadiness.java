package io.penstock.catalog.outbox;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while Kafka takes events. Nothing is lost while it does not. */
@Readiness
@Singleton
class OutboxReadiness implements HealthCheck {
  private final OutboxSender sender;

  OutboxReadiness(OutboxSender sender) {
    this.sender = sender;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<String> trouble = sender.trouble();
    return HealthCheckResponse.named("events")
        .withData("state", trouble.orElse("Kafka takes events"))
        .status(trouble.isEmpty())
        .build();
  }
}
