package io.penstock.ingest.health;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.ingest.Ingest;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready if a broker answers. */
@Readiness
@Singleton
class KafkaReadiness implements HealthCheck {
  private static final int TIMEOUT_MILLIS = 2_000;

  private final Ingest ingest;

  KafkaReadiness(Ingest ingest) {
    this.ingest = ingest;
  }

  @Override
  public HealthCheckResponse call() {
    var response =
        HealthCheckResponse.named("kafka").withData("address", ingest.topics().bootstrapServers());
    try {
      ingest.topics().ping(TIMEOUT_MILLIS);
      return response.withData("state", "answers").up().build();
    } catch (PenstockException e) {
      return response.withData("state", e.getMessage()).down().build();
    }
  }
}
