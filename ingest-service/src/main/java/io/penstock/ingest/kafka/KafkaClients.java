package io.penstock.ingest.kafka;

import io.penstock.contracts.id.SourceName;
import io.penstock.ingest.IngestConfig;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes Kafka clients from the {@code kafka.*} settings. */
public final class KafkaClients {
  private static final int FETCH_BYTES = 16 << 20;
  private static final int FETCH_PARTITION_BYTES = 2 << 20;
  private static final int POLL_RECORDS = 5_000;
  private static final int API_TIMEOUT_MILLIS = 10_000;

  private final Map<String, Object> common;
  private final IngestConfig config;

  /**
   * @param common settings of every client, such as {@code bootstrap.servers} and what security
   *     needs
   */
  public KafkaClients(Map<String, ?> common, IngestConfig config) {
    this.common = Map.copyOf(common);
    this.config = config;
  }

  /** The addresses that clients begin with, for messages. */
  public String bootstrapServers() {
    return String.valueOf(common.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
  }

  public Admin admin() {
    Map<String, Object> properties = new HashMap<>(common);
    properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "penstock-ingest");
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS / 2);
    return Admin.create(properties);
  }

  /**
   * A consumer in the source's group. It never chooses a position by itself: neither from the
   * group's offsets, which are there for lag monitoring alone, nor by a reset.
   */
  public Consumer<byte[], byte[]> consumer(SourceName source) {
    Map<String, Object> properties = new HashMap<>(common);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, source.consumerGroup());
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "penstock-ingest-" + source);
    config.instance().ifPresent(id -> properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        IsolationLevel.READ_COMMITTED.toString().toLowerCase(Locale.ROOT));
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, (int) config.topicInterval().toMillis());
    int sessionTimeout = (int) config.sessionTimeout().toMillis();
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, sessionTimeout);
    properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, sessionTimeout / 4);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_PARTITION_BYTES);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
