package io.penstock.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The local stack of {@code deploy/local}, as a child process that ends with this one. */
final class LocalBacking implements Backing {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(200);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(40);
  private static final long POLL_MILLIS = 50;

  private final Path dataDir;
  private final StackHome home;
  private final ClassArchive classes;
  private Map<String, String> settings;
  private Process process;

  private LocalBacking(Path dataDir, StackHome home) throws IOException {
    this.dataDir = dataDir;
    this.home = home;
    this.classes = ClassArchive.of(home);
    this.process = launch(Map.of());
    this.settings = awaitReady();
  }

  static LocalBacking start(Path dataDir) {
    try {
      return new LocalBacking(dataDir.toAbsolutePath().normalize(), StackHome.find(Path.of("")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String description() {
    return "local stack";
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public void kill() {
    List<ProcessHandle> all = new ArrayList<>();
    all.add(process.toHandle());
    process.descendants().forEach(all::add);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> awaitExit(handle, STOP_TIMEOUT));
  }

  @Override
  public void restart() {
    close();
    process = launch(settings);
    settings = awaitReady();
  }

  @Override
  public void close() {
    process.destroy();
    if (!awaitExit(process.toHandle(), STOP_TIMEOUT)) {
      kill();
    }
    try {
      classes.adopt(dataDir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void discard() {
    if (classes.exists()) {
      kill();
    } else {
      close();
    }
  }

  private Process launch(Map<String, String> before) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(classes.jvmOptions(dataDir));
    command.addAll(List.of("-cp", home.lib() + "/*", "io.penstock.local.LocalStack"));
    command.addAll(List.of("--data-dir", dataDir.toString()));
    // Builds share busy machines: slow is not broken.
    command.addAll(List.of("--start-timeout", "PT180S"));
    command.addAll(List.of("--cache-dir", home.cache().toString()));
    command.addAll(List.of("--exit-with-parent", Long.toString(ProcessHandle.current().pid())));
    ports(before)
        .forEach((part, port) -> command.addAll(List.of("--" + part + "-port", port.toString())));
    try {
      Files.createDirectories(dataDir);
      // A killed stack leaves its endpoints behind; waiting for the new ones must not find them.
      Files.deleteIfExists(endpoints());
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(output().toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Integer> ports(Map<String, String> settings) {
    Map<String, Integer> ports = new HashMap<>();
    for (String part : List.of("kafka", "postgres", "s3", "temporal")) {
      ports.put(part, 0);
    }
    if (!settings.isEmpty()) {
      ports.put("kafka", port("kafka://", settings.get(TargetStack.KAFKA)));
      ports.put("postgres", port("", settings.get(TargetStack.REACTIVE_URL)));
      ports.put("s3", port("", settings.get(TargetStack.S3_ENDPOINT)));
      ports.put("temporal", port("temporal://", settings.get(TargetStack.TEMPORAL)));
    }
    return ports;
  }

  private static int port(String scheme, @Nullable String address) {
    return URI.create(scheme + Objects.requireNonNull(address)).getPort();
  }

  private Path endpoints() {
    return dataDir.resolve("endpoints.properties");
  }

  private Path output() {
    return dataDir.resolve("stack.out");
  }

  private Map<String, String> awaitReady() {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    try {
      while (!Files.exists(endpoints())) {
        if (!process.isAlive()) {
          throw new IllegalStateException(
              "the local stack did not start:\n" + Files.readString(output()));
        }
        if (System.nanoTime() > deadline) {
          kill();
          throw new IllegalStateException(
              "the local stack was not ready after %s:\n%s"
                  .formatted(START_TIMEOUT, Files.readString(output())));
        }
        Thread.sleep(POLL_MILLIS);
      }
      return read(endpoints());
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the local stack was starting", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, String> read(Path file) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    Map<String, String> settings = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
    settings.remove("pid");
    return Map.copyOf(settings);
  }

  private static boolean awaitExit(ProcessHandle handle, Duration timeout) {
    try {
      handle.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
