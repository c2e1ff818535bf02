package io.penstock.catalog.outbox;

import io.penstock.contracts.event.PenstockEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka topic of events: created if it is missing, and looked at to know whether Kafka answers.
 */
@ApplicationScoped
class EventTopic {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  private final Map<String, Object> settings;
  private final OutboxSettings outbox;
  private @Nullable Admin admin;

  EventTopic(@Identifier("default-kafka-broker") Map<String, Object> kafka, OutboxSettings outbox) {
    this.outbox = outbox;
    this.settings = new HashMap<>();
    kafka.forEach((name, value) -> {
      if (AdminClientConfig.configNames().contains(name)) {
        settings.put(name, value);
      }
    });
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER_MAX.toMillis());
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_MAX.toMillis());
  }

  /** Makes sure that the topic exists. Says what is in the way if it cannot. */
  synchronized Optional<String> ensure() throws InterruptedException {
    try {
      Admin client = client();
      if (!exists(client)) {
        create(client);
      }
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(String.valueOf(e.getCause()));
    } catch (TimeoutException | KafkaException e) {
      return Optional.of(String.valueOf(e));
    }
  }

  private Admin client() {
    Admin client = admin;
    if (client == null) {
      client = Admin.create(settings);
      admin = client;
    }
    return client;
  }

  private static boolean exists(Admin client)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      client
          .describeTopics(List.of(PenstockEvent.TOPIC))
          .allTopicNames()
          .get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  private void create(Admin client)
      throws ExecutionException, InterruptedException, TimeoutException {
    NewTopic topic =
        new NewTopic(PenstockEvent.TOPIC, Optional.of(outbox.topicPartitions()), Optional.empty());
    try {
      client.createTopics(List.of(topic)).all().get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  @PreDestroy
  synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }
}
