package io.penstock.benchmark;

import io.penstock.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A process that reads topics from their beginning to their end and throws the records away: the
 * least that reading costs. The topics before the last one warm it up; the last one is measured,
 * and what it took goes to standard output as JSON.
 */
final class RawConsumer {
  private static final Duration POLL = Duration.ofMillis(200);

  /** What reading a topic took. */
  record Reading(long events, long bytes, Cost cost) {}

  private RawConsumer() {}

  /** Arguments: Kafka's address, then topics. */
  public static void main(String[] arguments) throws Exception {
    Reading last = new Reading(0, 0, Cost.NONE);
    for (String topic : List.of(arguments).subList(1, arguments.length)) {
      last = read(arguments[0], topic);
    }
    System.out.println(new String(Json.bytes(last), StandardCharsets.UTF_8));
  }

  private static Reading read(String kafka, String topic) throws Exception {
    long[] bytes = {0};
    Cost.Measured<Long> read = Cost.measure(() -> readAll(kafka, topic, bytes));
    return new Reading(read.result(), bytes[0], read.cost());
  }

  private static long readAll(String kafka, String topic, long[] bytes) {
    long events = 0;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      long expected =
          consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (events < expected) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          events++;
          bytes[0] += record.value().length;
        }
      }
    }
    return events;
  }

  /** Reads as ingest does: what bears on speed is what its {@code KafkaClients} set. */
  private static KafkaConsumer<byte[], byte[]> consumer(String kafka) {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            5_000,
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            16 << 20,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            2 << 20),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
