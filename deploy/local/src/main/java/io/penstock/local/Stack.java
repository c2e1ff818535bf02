package io.penstock.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one data directory: started together, and stopped together as soon as one of them
 * fails.
 */
final class Stack implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Stack.class.getName());
  private static final long CLOSE_TIMEOUT_SECONDS = 25;

  private final StackOptions options;
  private final Endpoints endpoints;
  private final Consumer<String> say;
  private final CompletableFuture<StackProblem> failure = new CompletableFuture<>();
  private final Map<PartName, Part> parts = new EnumMap<>(PartName.class);
  private @Nullable FileChannel lockFile;
  private boolean closed;

  /**
   * @param say prints a line for people
   */
  Stack(StackOptions options, Consumer<String> say) {
    this.options = options;
    this.endpoints = Endpoints.in(options.dataDir());
    this.say = say;
  }

  /** Completes when a part has failed after it was up. */
  CompletableFuture<StackProblem> failure() {
    return failure;
  }

  /**
   * Starts every part and returns when all of them answer.
   *
   * @throws StackProblem if a port is taken, the data directory is in use, or a part does not come
   *     up in time; the caller then closes the stack
   */
  void start(Optional<Path> temporalProgram)
      throws StackProblem, IOException, InterruptedException {
    lock();
    endpoints.delete();
    PostgresPart.stopLeftover(dir("postgres"));
    TemporalBinaryPart.stopLeftover(options.dataDir());
    Map<PartName, Integer> ports = choosePorts();
    synchronized (this) {
      if (closed) {
        throw new StackProblem("stopped while it was starting");
      }
      for (PartName name : options.parts()) {
        parts.put(name, part(name, ports.getOrDefault(name, 0), temporalProgram));
      }
    }
    Map<String, String> settings = startParts(ports);
    synchronized (this) {
      if (!closed) {
        endpoints.write(settings);
      }
    }
  }

  private Path dir(String name) {
    return options.dataDir().resolve(name);
  }

  private void lock() throws StackProblem, IOException {
    FileChannel channel =
        FileChannel.open(dir("stack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    lockFile = channel;
    FileLock lock = channel.tryLock();
    if (lock == null) {
      throw new StackProblem(
          "another local stack runs on %s. Stop it first, or choose another --data-dir"
              .formatted(options.dataDir()));
    }
  }

  private Map<PartName, Integer> choosePorts() throws StackProblem {
    Map<PartName, Integer> ports = new EnumMap<>(PartName.class);
    List<String> taken = new ArrayList<>();
    for (PartName name : options.parts()) {
      int port = options.port(name);
      if (port != 0 && (ports.containsValue(port) || !Ports.isFree(port))) {
        taken.add(
            "%s: port %d on %s is taken by another program. Choose another one with %s or %s, or use a service of your own: %s"
                .formatted(
                    name,
                    port,
                    Reach.LOOPBACK,
                    name.portOption(),
                    name.portVariable(),
                    name.externalSetting()));
      }
      if (port == 0) {
        do {
          port = Ports.anyFree();
        } while (ports.containsValue(port));
      }
      ports.put(name, port);
    }
    if (!taken.isEmpty()) {
      throw new StackProblem(String.join("\n", taken));
    }
    return ports;
  }

  private Part part(PartName name, int port, Optional<Path> temporalProgram) {
    Consumer<String> onDeath =
        what -> failure.complete(new StackProblem(name + ": " + what + logHint(name)));
    Reach reach = options.reach();
    return switch (name) {
      case KAFKA -> new KafkaPart(dir("kafka"), port, reach, onDeath);
      case POSTGRES -> new PostgresPart(dir("postgres"), options.cacheDir(), port, reach, onDeath);
      case S3 -> new S3Part(dir("s3"), port, reach);
      case TEMPORAL ->
          temporalProgram.isPresent()
              ? new TemporalBinaryPart(
                  temporalProgram.get(), options.dataDir(), port, reach, onDeath)
              : new TemporalTestServerPart(port, reach);
    };
  }

  private String logHint(PartName name) {
    Path own =
        switch (name) {
          case KAFKA, S3 -> LocalStack.log(options.dataDir());
          case POSTGRES -> PostgresPart.log(dir("postgres"));
          case TEMPORAL ->
              Files.exists(TemporalBinaryPart.log(options.dataDir()))
                  ? TemporalBinaryPart.log(options.dataDir())
                  : LocalStack.log(options.dataDir());
        };
    return " (log: " + own + ")";
  }

  private Map<String, String> startParts(Map<PartName, Integer> ports)
      throws StackProblem, InterruptedException {
    long begin = System.nanoTime();
    Map<PartName, CompletableFuture<Map<String, String>>> starting = new EnumMap<>(PartName.class);
    parts.forEach((name, part) -> {
      CompletableFuture<Map<String, String>> result = new CompletableFuture<>();
      starting.put(name, result);
      String address = options.reach().address(Objects.requireNonNull(ports.get(name)));
      Thread.ofPlatform()
          .daemon()
          .name("start-" + name)
          .start(() -> {
            try {
              Map<String, String> settings = part.start();
              say.accept("up %s %s in %d ms".formatted(name, address, millisSince(begin)));
              result.complete(settings);
            } catch (Throwable e) {
              LOG.log(Level.SEVERE, name + " did not come up", e);
              failure.complete(
                  new StackProblem(name + " did not come up: " + message(e) + logHint(name), e));
            }
          });
    });
    CompletableFuture<Void> all =
        CompletableFuture.allOf(starting.values().toArray(CompletableFuture[]::new));
    try {
      CompletableFuture.anyOf(all, failure)
          .get(options.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      List<String> late = new ArrayList<>();
      starting.forEach((name, result) -> {
        if (!result.isDone()) {
          late.add(
              "%s did not come up within %d s%s"
                  .formatted(name, options.startTimeout().toSeconds(), logHint(name)));
        }
      });
      throw new StackProblem(String.join("\n", late), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    if (failure.isDone()) {
      throw failure.join();
    }
    Map<String, String> settings = new TreeMap<>();
    starting.values().forEach(result -> settings.putAll(result.join()));
    return settings;
  }

  private static String message(Throwable e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static long millisSince(long begin) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  /** Stops every part, those that are still starting too, and removes the endpoints file. */
  @Override
  public void close() throws IOException, InterruptedException {
    List<Thread> closing = new ArrayList<>();
    synchronized (this) {
      if (closed || lockFile == null) {
        return;
      }
      closed = true;
      if (parts.isEmpty()) {
        // Either another stack's directory, or nothing of ours has been started: there is nothing
        // to remove.
        return;
      }
      endpoints.delete();
      parts.forEach((name, part) ->
          closing.add(
              Thread.ofPlatform().daemon().name("stop-" + name).start(() -> stop(name, part))));
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_TIMEOUT_SECONDS);
    for (Thread thread : closing) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      thread.join(Math.max(1, left));
    }
  }

  private static void stop(PartName name, Part part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.log(Level.WARNING, "could not stop " + name, e);
    }
  }
}
