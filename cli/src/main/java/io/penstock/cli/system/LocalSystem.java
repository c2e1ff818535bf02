package io.penstock.cli.system;

import io.penstock.cli.console.Console;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All processes of a system on this machine: the local stack and the five services. */
public final class LocalSystem {
  private static final Duration START_PATIENCE = Duration.ofSeconds(120);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(200);

  private final SystemOptions options;
  private final Checkout checkout;
  private final Backing backing;
  private final Console console;

  public LocalSystem(SystemOptions options, Console console) {
    this.options = options;
    this.checkout = Checkout.current();
    this.backing = new Backing(options);
    this.console = console;
  }

  /** Where the backing services are. */
  public Backing backing() {
    return backing;
  }

  /** Whether every part that this machine runs is there. */
  public boolean isUp() {
    return parts().stream().allMatch(part -> process(part).running().isPresent());
  }

  /** The parts that this machine runs: the stack only if some backing service is local. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>(Part.services());
    if (!backing.local().isEmpty()) {
      parts.addFirst(Part.STACK);
    }
    return parts;
  }

  /** Starts what is not running and waits until everything is ready. */
  public void up() {
    Instant started = Instant.now();
    try {
      startStack();
      startServices();
    } catch (PenstockException e) {
      throw e.kind() == FailureKind.USER
          ? e
          : PenstockException.external(
              e.code(),
              e.getMessage() + "\nThe logs are in " + options.dataDir().resolve("logs"),
              e);
    }
    console.done(
        "everything is up (" + Console.words(Duration.between(started, Instant.now())) + ")");
  }

  private void startStack() {
    if (backing.local().isEmpty() || process(Part.STACK).running().isPresent()) {
      return;
    }
    Instant started = Instant.now();
    delete(backing.endpointsFile());
    List<String> command = java(Part.STACK);
    command.addAll(
        List.of("-cp", checkout.file(Part.STACK.folder()) + "/*", "io.penstock.local.LocalStack"));
    command.addAll(backing.stackArguments());
    ProcessHandle process = process(Part.STACK).start(command, checkout.root(), Map.of());
    String parts = String.join(", ", backing.local().stream().map(service -> service.id).toList());
    await(
        Part.STACK,
        process,
        "waiting for the local stack (" + parts + ")",
        () -> Files.isRegularFile(backing.endpointsFile()));
    console.done(
        "local stack: "
            + parts
            + " ("
            + Console.words(Duration.between(started, Instant.now()))
            + ")");
  }

  private void startServices() {
    Map<Part, ProcessHandle> started = new EnumMap<>(Part.class);
    for (Part part : Part.services()) {
      Optional<ProcessHandle> running = process(part).running();
      if (running.isEmpty()) {
        requireFree(part.title(), options.port(part));
      }
      started.put(part, running.orElseGet(() -> start(part)));
    }
    Set<Part> waiting = EnumSet.copyOf(Part.services());
    for (Map.Entry<Part, ProcessHandle> entry : started.entrySet()) {
      Part part = entry.getKey();
      await(
          part,
          entry.getValue(),
          "waiting for " + String.join(", ", waiting.stream().map(Part::title).toList()),
          () -> Health.of(options.url(part)).ready());
      waiting.remove(part);
      console.done(part.title() + ": " + options.url(part));
    }
  }

  /** Starts one service. */
  private ProcessHandle start(Part part) {
    List<String> command = java(part);
    command.addAll(
        List.of("-jar", checkout.file(part.folder()).resolve("quarkus-run.jar").toString()));
    return process(part).start(command, options.dataDir(), environment(part));
  }

  private static List<String> java(Part part) {
    List<String> command = new ArrayList<>();
    command.add(Checkout.java().toString());
    command.addAll(JvmOptions.of(part));
    return command;
  }

  /** What a service of this system is started with in its environment. */
  public Map<String, String> environment(Part part) {
    Map<String, String> environment = new HashMap<>(JvmOptions.environment());
    backing
        .settings()
        .orElse(Map.of())
        .forEach((name, value) -> environment.put(variable(name), value));
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(options.port(part)));
    environment.put("PENSTOCK_CATALOG_URL", options.url(Part.CATALOG).toString());
    environment.put(
        "PENSTOCK_ENGINE_SCRATCH",
        options.dataDir().resolve("scratch").resolve(part.id()).toString());
    return environment;
  }

  private static String variable(String setting) {
    return setting.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /** Stops everything that runs; the services first. */
  public void down() {
    List<Part> order = Part.services().reversed();
    List<Thread> stops = new ArrayList<>();
    for (Part part : order) {
      stops.add(Thread.ofVirtual().start(() -> process(part).stop(STOP_PATIENCE)));
    }
    stops.forEach(LocalSystem::join);
    process(Part.STACK).stop(STOP_PATIENCE);
    console.done("everything is stopped");
  }

  PartProcess process(Part part) {
    return new PartProcess(options.dataDir(), part);
  }

  private interface Condition {
    boolean holds();
  }

  private void await(Part part, ProcessHandle process, String what, Condition condition) {
    Instant deadline = Instant.now().plus(START_PATIENCE);
    console.progress(what);
    while (!condition.holds()) {
      if (!process.isAlive()) {
        throw PenstockException.external(
            "part-ended", part.title() + " ended while it started:\n" + process(part).logTail(15));
      }
      if (Instant.now().isAfter(deadline)) {
        throw PenstockException.external(
            "part-not-ready",
            "%s is not ready after %s: %s\n%s"
                .formatted(
                    part.title(),
                    Console.words(START_PATIENCE),
                    part == Part.STACK ? "" : Health.of(options.url(part)).words(),
                    process(part).logTail(15)));
      }
      pause();
    }
  }

  private static void requireFree(String what, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress("127.0.0.1", port));
    } catch (IOException e) {
      throw PenstockException.user(
          "port-taken",
          "port %d, which %s needs, is taken by another process: end it, or move all ports with --port-offset 1000"
              .formatted(port, what),
          e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PenstockException.external("interrupted", "interrupted", e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
