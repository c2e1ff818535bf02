package io.penstock.benchmark;

import io.penstock.cli.catalog.CatalogClient;
import io.penstock.cli.console.Console;
import io.penstock.cli.system.Checkout;
import io.penstock.cli.system.LocalSystem;
import io.penstock.cli.system.Part;
import io.penstock.cli.system.SystemOptions;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.store.StoreSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import picocli.CommandLine;

/** A local stack and the five packaged services, on free ports and with data of their own. */
final class BenchmarkSystem implements AutoCloseable {
  private static final int ATTEMPTS = 100;
  private static final int OFFSET_MIN = 1_000;
  private static final int OFFSET_MAX = 12_000;
  private static final int[] PORTS = {8081, 8082, 8083, 8084, 8085, 15432, 17233, 19000, 19092};

  private final Path folder;
  private final SystemOptions options;
  private final LocalSystem system;
  private final Thread stop = new Thread(this::stop, "stop");

  private BenchmarkSystem(Path folder, Console console) {
    this.folder = folder;
    this.options =
        CommandLine.populateCommand(
            new SystemOptions(), "--data-dir=" + folder, "--port-offset=" + freeOffset());
    this.system = new LocalSystem(options, console);
  }

  /** Starts everything; it is stopped by {@link #close} or with this process. */
  static BenchmarkSystem start(Path folder, Console console) {
    BenchmarkSystem started = new BenchmarkSystem(folder, console);
    Runtime.getRuntime().addShutdownHook(started.stop);
    try {
      started.system.up();
      return started;
    } catch (RuntimeException | Error e) {
      started.close();
      throw e;
    }
  }

  CatalogClient catalog() {
    return new CatalogClient(options.url(Part.CATALOG));
  }

  String kafka() {
    return system.backing().kafkaBootstrapServers();
  }

  StoreSettings store() {
    return system.backing().store();
  }

  ServiceUsage usage(Part part) {
    return ServiceUsage.of(folder, part);
  }

  /** What a service of this system has in its environment. */
  Map<String, String> environment(Part part) {
    return system.environment(part);
  }

  /** A file of the checkout. */
  Path file(String relative) {
    return Checkout.current().file(relative);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      return; // The process is ending, and the hook does it.
    }
    stop();
  }

  private void stop() {
    system.down();
    // What is left is a raw consumer that was interrupted.
    ProcessHandle.current().children().forEach(ProcessHandle::destroy);
  }

  private static int freeOffset() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int offset = ThreadLocalRandom.current().nextInt(OFFSET_MIN, OFFSET_MAX);
      if (IntStream.of(PORTS).allMatch(port -> free(port + offset))) {
        return offset;
      }
    }
    throw PenstockException.external("no-free-ports", "found no free ports for a system");
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress("127.0.0.1", port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
