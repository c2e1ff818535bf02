package io.penstock.stack;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The Kafka, PostgreSQL, S3 and Temporal that the integration tests of this run talk to.
 *
 * <p>The system property {@code stack} chooses what they are: {@code local} (the default) is the
 * local stack of {@code deploy/local} in one child process; {@code containers} is the same on
 * Testcontainers, for machines with a Docker engine. The tests cannot tell the difference, and must
 * not try to.
 *
 * <p>Tests share one stack per JVM ({@link #shared}) and keep apart by names of their own: {@link
 * #newBucket}, {@link #newDatabase}, topics, pipelines. A test that stops or kills services starts
 * its own ({@link #start}).
 */
public final class TargetStack implements AutoCloseable {
  static final String KAFKA = "kafka.bootstrap.servers";
  static final String JDBC_URL = "penstock.postgres.jdbc-url";
  static final String REACTIVE_URL = "penstock.postgres.reactive-url";
  static final String POSTGRES_USER = "penstock.postgres.username";
  static final String POSTGRES_PASSWORD = "penstock.postgres.password";
  static final String S3_ENDPOINT = "penstock.s3.endpoint";
  static final String S3_ACCESS_KEY = "penstock.s3.access-key";
  static final String S3_SECRET_KEY = "penstock.s3.secret-key";
  static final String S3_REGION = "penstock.s3.region";
  static final String TEMPORAL = "penstock.temporal.address";

  private static final String CHOICE = "stack";
  private final Backing backing;
  private final boolean shared;

  TargetStack(Backing backing, boolean shared) {
    this.backing = backing;
    this.shared = shared;
  }

  /**
   * The stack that all tests of this JVM share. It starts at the first call, on free ports, and
   * ends with the JVM.
   *
   * @throws IllegalStateException if it does not start; the message says why
   */
  public static TargetStack shared() {
    return SharedStack.get();
  }

  /**
   * Starts a stack of the caller's own, for tests that kill it.
   *
   * @param dataDir where it keeps its data; what an earlier stack left there is taken up
   * @throws IllegalStateException if it does not start; the message says why
   */
  public static TargetStack start(Path dataDir) {
    return new TargetStack(backing(dataDir), false);
  }

  static Backing backing(Path dataDir) {
    String choice = System.getProperty(CHOICE, "local");
    return switch (choice) {
      case "local" -> LocalBacking.start(dataDir);
      case "containers" -> new ContainersBacking();
      default ->
          throw new IllegalStateException(
              "-Dstack=" + choice + ": there is local (the default) and containers");
    };
  }

  /** What the services are: "local stack" or "containers (Testcontainers)". */
  public String description() {
    return backing.description();
  }

  /** Kafka's address, {@code host:port}. */
  public String kafkaBootstrapServers() {
    return setting(KAFKA);
  }

  /** JDBC URL of the database {@code penstock}, which all tests of the JVM see. */
  public String postgresJdbcUrl() {
    return setting(JDBC_URL);
  }

  /** URL of the database {@code penstock} for the reactive client. */
  public String postgresReactiveUrl() {
    return setting(REACTIVE_URL);
  }

  /** A user who may create databases. */
  public String postgresUser() {
    return setting(POSTGRES_USER);
  }

  /** Password of {@link #postgresUser}. */
  public String postgresPassword() {
    return setting(POSTGRES_PASSWORD);
  }

  /** Where S3 is; buckets are addressed by path. */
  public URI s3Endpoint() {
    return URI.create(setting(S3_ENDPOINT));
  }

  /** S3 access key. */
  public String s3AccessKey() {
    return setting(S3_ACCESS_KEY);
  }

  /** S3 secret key. */
  public String s3SecretKey() {
    return setting(S3_SECRET_KEY);
  }

  /** S3 region. */
  public String s3Region() {
    return setting(S3_REGION);
  }

  /** Temporal's address, {@code host:port}; its namespace is {@code default}. */
  public String temporalAddress() {
    return setting(TEMPORAL);
  }

  /**
   * Everything above by the product's setting names, as in the local stack's {@code
   * endpoints.properties}.
   */
  public Map<String, String> settings() {
    return backing.settings();
  }

  /** A bucket name that nobody else uses. The bucket is not created. */
  public String newBucket() {
    return "test-" + UUID.randomUUID();
  }

  /**
   * Creates an empty database.
   *
   * @return its name
   */
  public String newDatabase() {
    String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(postgresJdbcUrl());
    source.setUser(postgresUser());
    source.setPassword(postgresPassword());
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create a database on " + postgresJdbcUrl(), e);
    }
    return name;
  }

  /** JDBC URL of a database. */
  public String jdbcUrl(String database) {
    return withDatabase(postgresJdbcUrl(), database);
  }

  /** URL of a database for the reactive client. */
  public String reactiveUrl(String database) {
    return withDatabase(postgresReactiveUrl(), database);
  }

  /**
   * Kills every service with SIGKILL. What they had acknowledged is still there after {@link
   * #restart}.
   */
  public void kill() {
    own().kill();
  }

  /**
   * Starts the services again, on the same data and at the same addresses; stops them before if
   * they run.
   */
  public void restart() {
    own().restart();
  }

  /** Stops the services in order. Data stays. */
  @Override
  public void close() {
    own().close();
  }

  private Backing own() {
    if (shared) {
      throw new IllegalStateException(
          "the shared stack stays up as long as the JVM: use TargetStack.start(Path) for one of your own");
    }
    return backing;
  }

  private String setting(String name) {
    return Objects.requireNonNull(backing.settings().get(name), name);
  }

  // The last path segment of either kind of URL is the database.
  private static String withDatabase(String url, String database) {
    return url.substring(0, url.lastIndexOf('/') + 1) + database;
  }
}
