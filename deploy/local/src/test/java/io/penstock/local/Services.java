package io.penstock.local;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Clients of a running stack. */
final class Services {
  private final Map<String, String> endpoints;
  // Made once: it reads the machine's certificates, which takes long.
  private @Nullable MinioClient s3;

  Services(Map<String, String> endpoints) {
    this.endpoints = endpoints;
  }

  Map<String, String> endpoints() {
    return endpoints;
  }

  private Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", endpoints.get("kafka.bootstrap.servers"));
  }

  boolean kafkaAnswers() throws Exception {
    try (Admin admin = Admin.create(kafka())) {
      return admin.describeCluster().nodes().get(20, TimeUnit.SECONDS).size() == 1;
    }
  }

  void createTopic(String topic) throws Exception {
    try (Admin admin = Admin.create(kafka())) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  void produce(String topic, String value) throws Exception {
    StringSerializer text = new StringSerializer();
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(kafka(), text, text)) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  List<String> consume(String topic, int count) {
    StringDeserializer text = new StringDeserializer();
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(kafka(), text, text)) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (values.size() < count && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          values.add(record.value());
        }
      }
    }
    return values;
  }

  private Connection postgres() throws SQLException {
    return DriverManager.getConnection(
        endpoints.get("penstock.postgres.jdbc-url"),
        endpoints.get("penstock.postgres.username"),
        endpoints.get("penstock.postgres.password"));
  }

  boolean postgresAnswers() throws SQLException {
    try (Connection connection = postgres()) {
      return connection.isValid(5);
    }
  }

  void createTable() throws SQLException {
    try (Connection connection = postgres();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept (id int PRIMARY KEY)");
    }
  }

  void insertRow(int id) throws SQLException {
    try (Connection connection = postgres();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO kept VALUES (" + id + ")");
    }
  }

  List<Integer> rows() throws SQLException {
    List<Integer> rows = new ArrayList<>();
    try (Connection connection = postgres();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT id FROM kept ORDER BY id")) {
      while (found.next()) {
        rows.add(found.getInt(1));
      }
    }
    return rows;
  }

  MinioClient s3() {
    MinioClient client = s3;
    if (client == null) {
      client =
          MinioClient.builder()
              .endpoint(endpoints.get("penstock.s3.endpoint"))
              .region(endpoints.get("penstock.s3.region"))
              .credentials(
                  endpoints.get("penstock.s3.access-key"), endpoints.get("penstock.s3.secret-key"))
              .build();
      s3 = client;
    }
    return client;
  }

  boolean s3Answers() throws Exception {
    return !s3().bucketExists(BucketExistsArgs.builder().bucket("not-there").build());
  }

  void createBucket(String bucket) throws Exception {
    s3().makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
  }

  void put(String bucket, String key, String value) throws Exception {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    s3().putObject(
            PutObjectArgs.builder().bucket(bucket).object(key).stream(
                    new ByteArrayInputStream(bytes), (long) bytes.length, -1L)
                .build());
  }

  String get(String bucket, String key) throws Exception {
    try (InputStream in =
        s3().getObject(GetObjectArgs.builder().bucket(bucket).object(key).build())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  boolean temporalAnswers() {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(endpoints.get("penstock.temporal.address"))
                .build());
    try {
      DescribeNamespaceRequest request =
          DescribeNamespaceRequest.newBuilder().setNamespace("default").build();
      return stubs.blockingStub().describeNamespace(request).hasNamespaceInfo();
    } finally {
      stubs.shutdownNow();
    }
  }
}
