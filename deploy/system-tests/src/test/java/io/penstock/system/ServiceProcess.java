package io.penstock.system;

import static org.awaitility.Awaitility.await;

import io.penstock.cli.system.Health;
import io.penstock.cli.system.JvmOptions;
import io.penstock.cli.system.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One running service. */
final class ServiceProcess {
  /** {@code -Dservices=native}: the binaries of {@code ./mvnw -Pnative package}. */
  private static final boolean NATIVE = "native".equals(System.getProperty("services"));

  private static final Duration STOP_MAX = Duration.ofSeconds(30);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Service service;
  private final Process process;
  private final Path log;
  private final URI url;

  private ServiceProcess(Service service, Process process, Path log, URI url) {
    this.service = service;
    this.process = process;
    this.log = log;
    this.url = url;
  }

  static ServiceProcess start(
      Service service,
      Path java,
      Path app,
      Path folder,
      int port,
      Map<String, String> environment) {
    try {
      Files.createDirectories(folder);
      Path log = Files.createTempFile(folder, service.folder() + "-", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(NATIVE ? List.of(binary(app.getParent())) : jvm(service, java, app))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(JvmOptions.environment());
      builder.environment().putAll(environment);
      builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
      builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
      return new ServiceProcess(
          service, builder.start(), log, URI.create("http://127.0.0.1:" + port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> jvm(Service service, Path java, Path app) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(JvmOptions.of(Part.valueOf(service.name())));
    command.add("-jar");
    command.add(app.resolve("quarkus-run.jar").toString());
    return command;
  }

  private static String binary(Path target) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith("-runner"))
          .findFirst()
          .orElseThrow(() ->
              new IllegalStateException("no binary in " + target + ": package with -Pnative"));
    }
  }

  void awaitReady() {
    await(service + " is ready; its log is " + log)
        .atMost(Duration.ofSeconds(180))
        .pollInterval(Duration.ofMillis(200))
        .failFast(service + " ended; its log is " + log, () -> !process.isAlive())
        .until(() -> Health.of(url).ready());
  }

  /** Waits until the process has stopped at a failpoint. */
  void awaitFailpoint(String name) {
    await(service + " reaches " + name + "; its log is " + log)
        .atMost(Duration.ofSeconds(180))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> Files.readString(log).contains("FAILPOINT " + name));
  }

  /** The whole lines that it has logged so far. */
  List<String> lines() {
    try {
      String text = Files.readString(log);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it tells Prometheus. */
  String metrics() {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(url.resolve("/q/metrics")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the process as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Asks the process to stop (SIGTERM), and waits until it has. */
  void terminate() {
    process.destroy();
    await(service + " stops when it is asked to; its log is " + log)
        .atMost(STOP_MAX)
        .until(() -> !process.isAlive());
  }

  /** Stops the process where it stands, as if its machine were suspended. */
  void suspend() {
    signal("STOP");
  }

  /** Lets a suspended process go on, with everything it believed before. */
  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill -%s %s: %d".formatted(name, service, exit));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
