package io.penstock.system;

import io.penstock.cli.event.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** What the owner of a topic does to it while it is read. */
final class TopicChanges implements AutoCloseable {
  private final String bootstrapServers;
  private final String name;
  private final Admin admin;

  TopicChanges(SystemUnderTest system, String name) {
    this.bootstrapServers = system.stack().kafkaBootstrapServers();
    this.name = name;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  void growTo(int partitions) {
    join(admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions))).all());
  }

  /** As Kafka's retention does. */
  void deleteBefore(int partition, long offset) {
    join(
        admin
            .deleteRecords(
                Map.of(new TopicPartition(name, partition), RecordsToDelete.beforeOffset(offset)))
            .all());
  }

  void createAgain(int partitions) {
    join(admin.deleteTopics(List.of(name)).all());
    Awaitility.await("the topic is gone").until(this::isGone);
    try (Topic topic = new Topic(bootstrapServers, name)) {
      topic.create(partitions);
    }
  }

  private boolean isGone() {
    try {
      admin.describeTopics(List.of(name)).allTopicNames().get();
      return false;
    } catch (ExecutionException e) {
      return e.getCause() instanceof UnknownTopicOrPartitionException;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Produces to one topic-partition. */
  void send(int partition, List<byte[]> events) {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      events.forEach(event -> send(producer, partition, event));
      producer.flush();
    }
  }

  /** Produces to topic-partition 0 in one transaction, and aborts it or commits it. */
  void sendInTransaction(List<byte[]> events, boolean commit) {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", name))) {
      producer.initTransactions();
      producer.beginTransaction();
      events.forEach(event -> send(producer, 0, event));
      producer.flush();
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, int partition, byte[] event) {
    var _ = producer.send(new ProducerRecord<>(name, partition, null, event));
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> settings = new java.util.HashMap<>(more);
    settings.put("bootstrap.servers", bootstrapServers);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void join(KafkaFuture<Void> future) {
    try {
      future.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
