package io.penstock.stack;

import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The same services as containers, for machines with a Docker engine ({@code -Dstack=containers}).
 * Ports are fixed, so that a killed container comes back at its address.
 *
 * <p>This class has been compiled against Testcontainers, but not yet run: no machine of the
 * project has a Docker engine.
 */
final class ContainersBacking implements Backing {
  private static final String SECRET = "penstock-local-only";
  private static final String USER = "penstock";

  private final KafkaContainer kafka = new KafkaContainer("apache/kafka:4.4.0");
  private final PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:18");
  // Older versions let two concurrent PUTs with If-None-Match both succeed
  // (seaweedfs/seaweedfs#8800).
  private final GenericContainer<?> s3 = new GenericContainer<>("chrislusf/seaweedfs:4.47");
  private final GenericContainer<?> temporal = new GenericContainer<>("temporalio/temporal:1.9.1");
  private final List<GenericContainer<?>> all = List.of(kafka, postgres, s3, temporal);
  private final Map<String, String> settings;

  ContainersBacking() {
    kafka
        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
        .withEnv("KAFKA_MESSAGE_MAX_BYTES", Integer.toString(4 << 20))
        .withEnv("KAFKA_LOG_RETENTION_MS", "-1");
    postgres.withDatabaseName("penstock").withUsername("postgres").withPassword(SECRET);
    s3.withCommand("server", "-s3", "-dir=/data")
        .withEnv("AWS_ACCESS_KEY_ID", USER)
        .withEnv("AWS_SECRET_ACCESS_KEY", SECRET);
    temporal.withCommand(
        "server",
        "start-dev",
        "--headless",
        "--ip",
        "0.0.0.0",
        "--db-filename",
        "/tmp/temporal.db");
    int postgresPort = bind(postgres, 5432);
    int s3Port = bind(s3, 8333);
    int temporalPort = bind(temporal, 7233);
    bind(kafka, 9092);
    Startables.deepStart(all).join();

    String host = postgres.getHost();
    String database = "postgresql://" + host + ":" + postgresPort + "/penstock";
    settings =
        Map.of(
            TargetStack.KAFKA,
            kafka.getBootstrapServers().replaceFirst("^[A-Z]+://", ""),
            TargetStack.JDBC_URL,
            "jdbc:" + database,
            TargetStack.REACTIVE_URL,
            database,
            TargetStack.POSTGRES_USER,
            "postgres",
            TargetStack.POSTGRES_PASSWORD,
            SECRET,
            TargetStack.S3_ENDPOINT,
            "http://" + host + ":" + s3Port,
            TargetStack.S3_ACCESS_KEY,
            USER,
            TargetStack.S3_SECRET_KEY,
            SECRET,
            TargetStack.S3_REGION,
            "us-east-1",
            TargetStack.TEMPORAL,
            host + ":" + temporalPort);
  }

  private static int bind(GenericContainer<?> container, int port) {
    int hostPort = FreePorts.next();
    container.withExposedPorts(port);
    container.setPortBindings(List.of("127.0.0.1:" + hostPort + ":" + port));
    return hostPort;
  }

  @Override
  public String description() {
    return "containers (Testcontainers)";
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public void kill() {
    all.forEach(c -> c.getDockerClient().killContainerCmd(c.getContainerId()).exec());
  }

  @Override
  public void restart() {
    all.forEach(c -> {
      if (c.isRunning()) {
        c.getDockerClient().restartContainerCmd(c.getContainerId()).exec();
      } else {
        c.getDockerClient().startContainerCmd(c.getContainerId()).exec();
      }
    });
  }

  @Override
  public void close() {
    all.forEach(GenericContainer::stop);
  }

  @Override
  public void discard() {
    close();
  }
}
