package io.penstock.cli.event;

import io.penstock.contracts.failure.PenstockException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a fixed sequence of events to a topic, each exactly once however often it is started: event
 * i goes to topic-partition i mod n, and an event whose position is already taken is left out.
 */
public final class EventProducer {
  private static final int PROGRESS_EVERY = 1000;

  private final String bootstrapServers;
  private final String topic;

  public EventProducer(String bootstrapServers, String topic) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
  }

  /**
   * Sends what is not there yet.
   *
   * @param events the sequence, always the same
   * @param endOffsets what the topic holds, from this producer alone
   * @param progress called with the number of events looked at so far
   * @return how many events were sent
   */
  public long send(Iterable<byte[]> events, Map<Integer, Long> endOffsets, LongConsumer progress) {
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    Map<Integer, Long> positions = new HashMap<>();
    int partitions = endOffsets.size();
    long sent = 0;
    long index = 0;
    try (KafkaProducer<byte @Nullable [], byte[]> producer = new KafkaProducer<>(properties())) {
      for (byte[] event : events) {
        int partition = (int) (index % partitions);
        long position = positions.merge(partition, 1L, Long::sum) - 1;
        if (position >= endOffsets.getOrDefault(partition, 0L)) {
          producer.send(
              new ProducerRecord<byte @Nullable [], byte[]>(topic, partition, null, event),
              (metadata, e) -> failure.compareAndSet(null, e));
          sent++;
        }
        index++;
        if (index % PROGRESS_EVERY == 0) {
          progress.accept(index);
        }
      }
      producer.flush();
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw PenstockException.external(
          "kafka-unavailable", "Kafka did not take the events: " + failed.getMessage(), failed);
    }
    return sent;
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 << 20);
    return properties;
  }
}
