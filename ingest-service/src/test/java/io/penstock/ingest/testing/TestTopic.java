package io.penstock.ingest.testing;

import static org.awaitility.Awaitility.await;

import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.pipeline.EventTimeSpec;
import io.penstock.contracts.pipeline.Landing;
import io.penstock.contracts.pipeline.SourceFormat;
import io.penstock.contracts.pipeline.SourceSpec;
import io.penstock.stack.TargetStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of one test, its records, and the source that reads it. */
public final class TestTopic implements AutoCloseable {
  private final String name = "topic-" + UUID.randomUUID();
  private final Admin admin;
  private final Producer<byte[], byte[]> producer;

  public TestTopic(TargetStack stack, int partitions) {
    Map<String, Object> settings = settings(stack);
    admin = Admin.create(settings);
    producer = producer(stack, Map.of());
    create(partitions);
  }

  static Map<String, Object> settings(TargetStack stack) {
    return new HashMap<>(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()));
  }

  public static Producer<byte[], byte[]> producer(TargetStack stack, Map<String, Object> more) {
    Map<String, Object> settings = settings(stack);
    settings.put("batch.size", 16_384);
    settings.put("max.request.size", 8 << 20);
    settings.putAll(more);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  public String name() {
    return name;
  }

  public void create(int partitions) {
    done(admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all());
    awaitPartitions(partitions);
  }

  public void delete() {
    done(admin.deleteTopics(List.of(name)).all());
    await().until(() -> !done(admin.listTopics().names()).contains(name));
  }

  public void addPartitions(int total) {
    done(admin.createPartitions(Map.of(name, NewPartitions.increaseTo(total))).all());
    awaitPartitions(total);
  }

  private void awaitPartitions(int count) {
    await()
        .ignoreExceptions()
        .until(() ->
            done(admin.describeTopics(List.of(name)).topicNameValues().get(name))
                    .partitions()
                    .size()
                == count);
  }

  /** Retention, at once: the log begins at a position. */
  public void deleteBefore(int partition, long position) {
    done(
        admin
            .deleteRecords(
                Map.of(
                    new org.apache.kafka.common.TopicPartition(name, partition),
                    RecordsToDelete.beforeOffset(position)))
            .all());
  }

  /** What a consumer group has committed, by partition. */
  public Map<Integer, Long> groupOffsets(String group) {
    Map<Integer, Long> offsets = new HashMap<>();
    done(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach((partition, offset) -> offsets.put(partition.partition(), offset.offset()));
    return offsets;
  }

  public TopicId topicId() {
    return new TopicId(
        done(admin.describeTopics(List.of(name)).topicNameValues().get(name)).topicId().toString());
  }

  public TopicPartition partition(int partition) {
    return new TopicPartition(topicId(), partition);
  }

  public void send(int partition, String payload) {
    send(partition, payload.getBytes(StandardCharsets.UTF_8));
  }

  public void send(int partition, byte[] payload) {
    var _ = producer.send(new ProducerRecord<>(name, partition, null, payload));
  }

  public void send(ProducerRecord<byte[], byte[]> record) {
    var _ = producer.send(record);
  }

  public void flush() {
    producer.flush();
  }

  /** A source by the topic's name: event time is the field {@code t} in ISO 8601. */
  public SourceSpec source() {
    return source(Landing.RAW);
  }

  public SourceSpec source(Landing landing) {
    return new SourceSpec(
        new SourceName(name),
        name,
        SourceFormat.JSON,
        List.of(new EventTimeSpec("t", EventTimeSpec.ISO, ZoneId.of("UTC"))),
        Duration.ofMinutes(5),
        Duration.ofSeconds(60),
        Duration.ofDays(1),
        landing);
  }

  private static <T> T done(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
