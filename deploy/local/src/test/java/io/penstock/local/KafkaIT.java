package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaIT {
  private static StackProcess stack;
  private static Services services;

  @BeforeAll
  static void start(@TempDir Path dir) throws Exception {
    stack = StackProcess.start(dir, "--parts=kafka");
    services = new Services(stack.endpoints());
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  private static KafkaProducer<String, String> producer(Map<String, Object> options) {
    Map<String, Object> config = new HashMap<>(options);
    config.put("bootstrap.servers", services.endpoints().get("kafka.bootstrap.servers"));
    return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  @Test
  void aRecordOfTwoMegabytesIsTaken() throws Exception {
    services.createTopic("big");
    String value = "x".repeat(2_000_000);
    try (KafkaProducer<String, String> producer = producer(Map.of("max.request.size", 3_000_000))) {
      producer.send(new ProducerRecord<>("big", value)).get();
    }
    assertThat(services.consume("big", 1)).isEqualTo(List.of(value));
  }

  @Test
  void anOldRecordIsKept() throws Exception {
    services.createTopic("old");
    try (KafkaProducer<String, String> producer = producer(Map.of())) {
      long in2001 = 980_000_000_000L;
      producer.send(new ProducerRecord<>("old", 0, in2001, null, "from 2001")).get();
    }
    assertThat(services.consume("old", 1)).containsExactly("from 2001");
  }

  @Test
  void transactionsCommitOnOneNode() throws Exception {
    services.createTopic("transactions");
    try (KafkaProducer<String, String> producer = producer(Map.of("transactional.id", "t"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("transactions", "committed")).get();
      producer.commitTransaction();
    }
    assertThat(services.consume("transactions", 1)).containsExactly("committed");
  }

  @Test
  void aMistypedTopicIsNotCreated() {
    try (KafkaProducer<String, String> producer = producer(Map.of("max.block.ms", 1500))) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>("mistyped", "x")).get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TimeoutException.class)
          .hasMessageContaining("mistyped");
    }
  }
}
