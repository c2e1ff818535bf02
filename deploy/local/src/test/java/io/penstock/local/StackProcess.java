package io.penstock.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The stack as a person runs it: a process of its own, from the jars that the build has put
 * together.
 */
final class StackProcess implements AutoCloseable {
  static final List<String> FREE_PORTS =
      List.of("--kafka-port=0", "--postgres-port=0", "--s3-port=0", "--temporal-port=0");
  private static final Duration TIMEOUT = Duration.ofSeconds(180);

  private final Path dataDir;
  private final Path out;
  private final Path err;
  private final Process process;

  private StackProcess(Path dataDir, Map<String, String> environment, List<String> options)
      throws IOException {
    this.dataDir = dataDir;
    this.out = Files.createTempFile("stack", ".out");
    this.err = Files.createTempFile("stack", ".err");
    List<String> jvmOptions = options.stream().filter(o -> o.startsWith("-X")).toList();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
    command.addAll(jvmOptions);
    command.addAll(
        List.of(
            "-cp",
            Path.of("target", "stack", "lib").toAbsolutePath() + "/*",
            "io.penstock.local.LocalStack",
            "--data-dir",
            dataDir.toString(),
            "--cache-dir",
            Path.of("target", "stack", "cache").toString()));
    options.stream()
        .filter(option -> option.startsWith("--"))
        .forEach(option -> command.addAll(Arrays.asList(option.split("=", 2))));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    process = builder.start();
  }

  /**
   * Starts a stack on free ports, without waiting for it; further options (-X for the JVM)
   * override.
   */
  static StackProcess launch(Path dataDir, Map<String, String> environment, String... options)
      throws IOException {
    List<String> all = new ArrayList<>(FREE_PORTS);
    all.addAll(List.of(options));
    return new StackProcess(dataDir, environment, all);
  }

  static StackProcess start(Path dataDir, String... options) throws IOException {
    return launch(dataDir, Map.of(), options).awaitReady();
  }

  StackProcess awaitReady() {
    Awaitility.await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(50))
        .failFast(
            "the stack ended",
            () -> {
              if (!process.isAlive() && !output().contains("READY\n")) {
                throw new AssertionError(errors());
              }
            })
        .until(() -> output().contains("READY\n"));
    return this;
  }

  /** The exit code, once it has ended. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the stack does not end");
    }
    return process.exitValue();
  }

  int terminate() throws InterruptedException {
    process.destroy();
    return awaitExit();
  }

  /** SIGKILL for the JVM alone. */
  void killJvm() throws InterruptedException {
    process.destroyForcibly();
    awaitExit();
  }

  /** SIGKILL for the JVM and all that it started. */
  void killAll() throws InterruptedException {
    List<ProcessHandle> descendants = descendants();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    awaitExit();
    awaitEnd(descendants);
  }

  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  static void awaitEnd(List<ProcessHandle> processes) {
    Awaitility.await()
        .atMost(TIMEOUT)
        .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  long pid() {
    return process.pid();
  }

  String output() {
    return read(out);
  }

  String errors() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path endpointsFile() {
    return dataDir.resolve("endpoints.properties");
  }

  Map<String, String> endpoints() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(endpointsFile())) {
      properties.load(in);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.forEach((key, value) -> settings.put(key.toString(), value.toString()));
    return settings;
  }

  /** The options that start a stack on the ports of this one. */
  String[] samePorts() throws IOException {
    Map<String, String> endpoints = endpoints();
    return new String[] {
      "--kafka-port=" + port(endpoints.get("kafka.bootstrap.servers")),
      "--postgres-port="
          + port(endpoints.get("penstock.postgres.reactive-url").replace("/penstock", "")),
      "--s3-port=" + port(endpoints.get("penstock.s3.endpoint")),
      "--temporal-port=" + port(endpoints.get("penstock.temporal.address"))
    };
  }

  private static String port(String address) {
    return address.substring(address.lastIndexOf(':') + 1);
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) {
      killAll();
    }
  }
}
