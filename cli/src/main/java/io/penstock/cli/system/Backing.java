package io.penstock.cli.system;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.store.StoreSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where Kafka, PostgreSQL, S3 and Temporal are: each one external if its address is configured, in
 * the local stack otherwise.
 */
public final class Backing {
  /** One backing service: how the stack names it, and what makes it external. */
  enum Service {
    KAFKA("kafka", 19092, "KAFKA_BOOTSTRAP_SERVERS", "kafka.bootstrap.servers"),
    POSTGRES("postgres", 15432, "PENSTOCK_POSTGRES_JDBC_URL", "penstock.postgres.jdbc-url"),
    S3("s3", 19000, "PENSTOCK_S3_ENDPOINT", "penstock.s3.endpoint"),
    TEMPORAL("temporal", 17233, "TEMPORAL_ADDRESS", "penstock.temporal.address");

    final String id;
    final int defaultPort;
    final String variable;
    final String setting;

    Service(String id, int defaultPort, String variable, String setting) {
      this.id = id;
      this.defaultPort = defaultPort;
      this.variable = variable;
      this.setting = setting;
    }

    boolean external() {
      return SystemOptions.environment(variable).isPresent();
    }
  }

  private static final String ENDPOINTS_FILE = "endpoints.properties";
  private static final String BUCKET = "penstock";

  private final SystemOptions options;

  Backing(SystemOptions options) {
    this.options = options;
  }

  /** The backing services of the system that the options name. */
  public static Backing of(SystemOptions options) {
    return new Backing(options);
  }

  /** The services that the local stack runs. */
  List<Service> local() {
    return List.of(Service.values()).stream().filter(service -> !service.external()).toList();
  }

  Path stackDir() {
    return options.dataDir().resolve("stack");
  }

  Path endpointsFile() {
    return stackDir().resolve(ENDPOINTS_FILE);
  }

  /** The command line of the local stack, after the class path. */
  List<String> stackArguments() {
    List<String> arguments = new ArrayList<>(List.of("--data-dir", stackDir().toString()));
    arguments.add("--parts");
    arguments.add(String.join(",", local().stream().map(service -> service.id).toList()));
    for (Service service : local()) {
      arguments.add("--" + service.id + "-port");
      arguments.add(Integer.toString(service.defaultPort + options.portOffset()));
    }
    return arguments;
  }

  /** The settings that tell a service where everything is. Absent while the stack is not up. */
  Optional<Map<String, String>> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    if (!local().isEmpty()) {
      if (!Files.isRegularFile(endpointsFile())) {
        return Optional.empty();
      }
      Properties endpoints = read(endpointsFile());
      endpoints.stringPropertyNames().stream()
          .filter(name -> !name.equals("pid"))
          .forEach(name -> settings.put(name, endpoints.getProperty(name)));
    }
    for (Service service : Service.values()) {
      SystemOptions.environment(service.variable)
          .ifPresent(address -> settings.put(service.setting, address));
    }
    for (String name : List.of("access-key", "secret-key", "region", "bucket")) {
      SystemOptions.environment(variable("PENSTOCK_S3_", name))
          .ifPresent(value -> settings.put("penstock.s3." + name, value));
    }
    for (String name : List.of("reactive-url", "username", "password")) {
      SystemOptions.environment(variable("PENSTOCK_POSTGRES_", name))
          .ifPresent(value -> settings.put("penstock.postgres." + name, value));
    }
    return Optional.of(settings);
  }

  /** Where Kafka is. */
  public String kafkaBootstrapServers() {
    return setting("kafka.bootstrap.servers");
  }

  /** Where Temporal is. */
  public String temporalAddress() {
    return setting("penstock.temporal.address");
  }

  /** How to reach the store. */
  public StoreSettings store() {
    return new StoreSettings(
        URI.create(setting("penstock.s3.endpoint")),
        settings()
            .flatMap(s -> Optional.ofNullable(s.get("penstock.s3.region")))
            .orElse("us-east-1"),
        setting("penstock.s3.access-key"),
        setting("penstock.s3.secret-key"),
        settings().flatMap(s -> Optional.ofNullable(s.get("penstock.s3.bucket"))).orElse(BUCKET));
  }

  private static String variable(String prefix, String setting) {
    return prefix + setting.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private String setting(String name) {
    return settings()
        .flatMap(all -> Optional.ofNullable(all.get(name)))
        .orElseThrow(() ->
            PenstockException.external(
                "not-up",
                "%s is not known: start the system with 'penstock up', or configure it"
                    .formatted(name)));
  }

  private static Properties read(Path file) {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
