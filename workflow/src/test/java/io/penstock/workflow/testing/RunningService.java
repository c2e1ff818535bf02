package io.penstock.workflow.testing;

import io.penstock.stack.FreePorts;
import io.penstock.stack.TargetStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged workflow service as a process. */
public final class RunningService implements AutoCloseable {
  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Map<String, String> environment;
  private final int port;
  private final Path log;
  private Process process;

  /** Starts it; {@link #ready} tells when it can be used. */
  public RunningService(TargetStack stack, URI catalog, Path log) throws IOException {
    this.port = FreePorts.next();
    this.log = log;
    this.environment =
        Map.of(
            "QUARKUS_HTTP_PORT", Integer.toString(port),
            "KAFKA_BOOTSTRAP_SERVERS", stack.kafkaBootstrapServers(),
            "PENSTOCK_TEMPORAL_ADDRESS", stack.temporalAddress(),
            "PENSTOCK_CATALOG_URL", catalog.toString(),
            "PENSTOCK_WORKFLOW_RECONCILE_INTERVAL", "PT1S",
            "PENSTOCK_WORKFLOW_HEARTBEAT_TIMEOUT", "PT5S");
    start();
  }

  public void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            JAR.toString());
    builder.environment().putAll(environment);
    process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  /** Whether it says that it is ready. */
  public boolean ready() {
    return readiness().contains("\"status\": \"UP\",\n    \"checks\"");
  }

  /** What it says about its readiness; empty if it does not answer. */
  public String readiness() {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                  .timeout(Duration.ofSeconds(10))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** Ends it with SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Whether it runs. */
  public boolean alive() {
    return process.isAlive();
  }

  public String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
