package io.penstock.workflow.trigger;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready if Kafka answers soon. The check of the messaging extension tells only whether the channel
 * is set up, and Quarkus' own waits for a minute.
 */
@Readiness
@Singleton
final class KafkaReadiness implements HealthCheck {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final String address;

  KafkaReadiness(@ConfigProperty(name = "kafka.bootstrap.servers") String address) {
    this.address = address;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("kafka").withData("address", address);
    Map<String, Object> settings =
        Map.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
            address,
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
            (int) TIMEOUT.toMillis(),
            CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) TIMEOUT.toMillis());
    Admin admin = Admin.create(settings);
    try {
      admin.describeCluster().clusterId().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return response.withData("state", "answers").up().build();
    } catch (ExecutionException | TimeoutException e) {
      return response.withData("state", "does not answer").down().build();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return response.withData("state", "interrupted").down().build();
    } finally {
      admin.close(Duration.ZERO);
    }
  }
}
