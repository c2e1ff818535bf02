package io.penstock.cli.event;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.source.Completion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A Kafka topic as a producer's owner sees it. */
public final class Topic implements AutoCloseable {
  private final Admin admin;
  private final String name;

  public Topic(String bootstrapServers, String name) {
    this.admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000));
    this.name = name;
  }

  /** Creates the topic if it does not exist. */
  public void create(int partitions) {
    try {
      admin
          .createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
          .all()
          .get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw unavailable(e);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The first position after the last record of every topic-partition. */
  public Map<Integer, Long> endOffsets() {
    try {
      Map<TopicPartition, OffsetSpec> query = new HashMap<>();
      describe()
          .partitions()
          .forEach(p -> query.put(new TopicPartition(name, p.partition()), OffsetSpec.latest()));
      Map<Integer, Long> ends = new HashMap<>();
      Map<TopicPartition, ListOffsetsResultInfo> answer = admin.listOffsets(query).all().get();
      answer.forEach((partition, info) -> ends.put(partition.partition(), info.offset()));
      return ends;
    } catch (ExecutionException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The declaration that nothing comes after what is there now. */
  public Completion completion() {
    try {
      return new Completion(new TopicId(describe().topicId().toString()), endOffsets());
    } catch (ExecutionException e) {
      throw unavailable(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }

  private TopicDescription describe() throws ExecutionException, InterruptedException {
    return admin.describeTopics(List.of(name)).topicNameValues().values().iterator().next().get();
  }

  private PenstockException unavailable(ExecutionException e) {
    if (e.getCause() instanceof UnknownTopicOrPartitionException) {
      return PenstockException.user("unknown-topic", "there is no topic '" + name + "'", e);
    }
    return PenstockException.external(
        "kafka-unavailable", "Kafka does not do it: " + e.getCause(), e);
  }

  private static PenstockException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return PenstockException.external("interrupted", "interrupted", e);
  }
}
