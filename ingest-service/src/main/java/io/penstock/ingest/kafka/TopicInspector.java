package io.penstock.ingest.kafka;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.source.PartitionReport;
import io.penstock.contracts.source.TopicReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka about topics. All methods block, and fail with {@link PenstockException} of kind
 * EXTERNAL: {@code kafka-unavailable}, or {@code topic-missing}. Safe for use by several threads.
 */
public final class TopicInspector implements AutoCloseable {
  private final Admin admin;
  private final String bootstrapServers;

  public TopicInspector(Admin admin, String bootstrapServers) {
    this.admin = admin;
    this.bootstrapServers = bootstrapServers;
  }

  /** Where Kafka is looked for, for messages. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** The id of the topic that has this name now. */
  public TopicId topicId(String topic) {
    return topicId(describe(topic));
  }

  /** The topic's id, and the logs of its partitions; a partition without a leader is left out. */
  public TopicReport report(String topic) {
    TopicDescription description = describe(topic);
    List<TopicPartition> partitions =
        description.partitions().stream()
            .map(TopicPartitionInfo::partition)
            .sorted()
            .map(partition -> new TopicPartition(topic, partition))
            .toList();
    Map<TopicPartition, ListOffsetsResultInfo> starts =
        offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    List<PartitionReport> reports = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      ListOffsetsResultInfo start = starts.get(partition);
      ListOffsetsResultInfo end = ends.get(partition);
      if (start != null && end != null) {
        reports.add(
            new PartitionReport(
                partition.partition(), start.offset(), end.offset(), end.leaderEpoch()));
      }
    }
    return new TopicReport(topicId(description), reports);
  }

  /**
   * The ends of logs (last stable offsets) by partition; a partition without a leader is left out.
   */
  public Map<Integer, Long> logEnds(String topic, Collection<Integer> partitions) {
    List<TopicPartition> asked =
        partitions.stream().map(partition -> new TopicPartition(topic, partition)).toList();
    return offsets(asked, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED).entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().partition(), entry -> entry.getValue().offset()));
  }

  /**
   * Fails unless a broker answers.
   *
   * @param timeoutMillis how long to wait for it
   */
  public void ping(int timeoutMillis) {
    get(
        admin.describeCluster(new DescribeClusterOptions().timeoutMs(timeoutMillis)).nodes(),
        "describe the cluster");
  }

  private TopicDescription describe(String topic) {
    return get(
        admin.describeTopics(List.of(topic)).topicNameValues().get(topic),
        "describe topic " + topic);
  }

  private static TopicId topicId(TopicDescription description) {
    return new TopicId(description.topicId().toString());
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Collection<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation) {
    Map<TopicPartition, OffsetSpec> asked =
        partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec));
    ListOffsetsResult result = admin.listOffsets(asked, new ListOffsetsOptions(isolation));
    Map<TopicPartition, ListOffsetsResultInfo> found = new HashMap<>();
    Optional<PenstockException> failure = Optional.empty();
    for (TopicPartition partition : partitions) {
      try {
        found.put(
            partition, get(result.partitionResult(partition), "read offsets of " + partition));
      } catch (PenstockException e) {
        failure = Optional.of(e);
      }
    }
    if (found.isEmpty() && failure.isPresent()) {
      throw failure.get();
    }
    return found;
  }

  private <T> T get(@Nullable KafkaFuture<T> future, String what) {
    try {
      if (future == null) {
        throw new IllegalStateException("Kafka's client did not try to " + what);
      }
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      throw failure(e.getCause(), what);
    }
  }

  private PenstockException failure(@Nullable Throwable cause, String what) {
    if (cause instanceof UnknownTopicOrPartitionException) {
      return PenstockException.external(
          "topic-missing",
          "Kafka at %s does not know it: %s. Create the topic, or correct source.topic"
              .formatted(bootstrapServers, what),
          cause);
    }
    String hint = cause instanceof RetriableException ? "" : " (check permissions)";
    return PenstockException.external(
        "kafka-unavailable",
        "Kafka at %s does not %s%s: %s".formatted(bootstrapServers, what, hint, cause),
        cause == null ? new IllegalStateException(what) : cause);
  }

  @Override
  public void close() {
    admin.close(java.time.Duration.ZERO);
  }
}
