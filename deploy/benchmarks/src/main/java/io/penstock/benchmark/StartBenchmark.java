package io.penstock.benchmark;

import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.cli.system.Checkout;
import io.penstock.cli.system.Health;
import io.penstock.cli.system.JvmOptions;
import io.penstock.cli.system.Part;
import io.penstock.contracts.failure.PenstockException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Starts services as one more replica of a running system until they are ready, in turn as they are
 * packaged for this machine and as they are packaged for images: Quarkus' AOT jar with its AOT
 * cache. Both run on the Java runtime of the images, with the same options.
 */
@Command(
    name = "start",
    description = {
      "Compares how services start with and without the AOT cache that their images have.",
      "docs/benchmarks.md tells how to read the result."
    },
    mixinStandardHelpOptions = true)
final class StartBenchmark implements Callable<Integer> {
  private static final Duration READY_MAX = Duration.ofSeconds(120);
  private static final Duration POLL = Duration.ofMillis(20);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "How often each is started; one more round warms up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--prepared",
      description = "Use what deploy/images/build has prepared before, and do not prepare it anew.")
  private boolean prepared;

  @Parameters(
      paramLabel = "SERVICE",
      defaultValue = "CATALOG,TRANSFORM",
      split = ",",
      description = "Which services (default: ${DEFAULT-VALUE}).")
  private List<Part> services = List.of();

  /** How a service is packaged. */
  private enum Packaging {
    PLAIN,
    AOT
  }

  /** One start, up to readiness. */
  private record Start(Duration wall, ServiceUsage usage) {
    double seconds() {
      return wall.toNanos() / 1e9;
    }

    double cpuSeconds() {
      return usage.cpu().toNanos() / 1e9;
    }

    double residentMebibytes() {
      return usage.residentBytes().orElse(0L) / (double) (1 << 20);
    }

    double peakMebibytes() {
      return usage.residentBytesMax().orElse(0L) / (double) (1 << 20);
    }
  }

  @Override
  public Integer call() throws Exception {
    Console console = Console.standard();
    if (!prepared) {
      prepare(console);
    }
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    Path target = Files.createDirectories(Checkout.current().file("target"));
    Path folder = Files.createTempDirectory(target, "benchmark-start-");
    console.progress("data and logs of this run are in " + folder);
    Map<Part, Map<Packaging, List<Start>>> starts = new EnumMap<>(Part.class);
    try (BenchmarkSystem system = BenchmarkSystem.start(folder, console)) {
      for (Part part : services) {
        starts.put(part, measure(system, part, folder, console));
      }
    }
    console.heading(
        "From the start of the process until it is ready, medians of %d, load %s at the start"
            .formatted(rounds, Figure.number(load)));
    Table table = new Table("Service", "", "plain", "AOT", "AOT ÷ plain");
    starts.forEach((part, both) -> {
      row(table, part.title(), "s on the clock", both, Start::seconds);
      row(table, "", "s of processor time", both, Start::cpuSeconds);
      row(table, "", "MiB resident (VmRSS)", both, Start::residentMebibytes);
      row(table, "", "MiB at most (VmHWM)", both, Start::peakMebibytes);
    });
    table.print(console);
    return 0;
  }

  private void prepare(Console console) throws IOException, InterruptedException {
    console.progress("packaging AOT jars and training their caches: minutes");
    List<String> command =
        new ArrayList<>(
            List.of(Checkout.current().file("deploy/images/build").toString(), "--prepare"));
    services.forEach(part -> command.add(part.id()));
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw PenstockException.external("not-prepared", "deploy/images/build failed: see above");
    }
  }

  private Map<Packaging, List<Start>> measure(
      BenchmarkSystem system, Part part, Path folder, Console console) throws Exception {
    Map<Packaging, List<Start>> starts = new EnumMap<>(Packaging.class);
    for (int round = 0; round <= rounds; round++) {
      console.progress("%s: round %d of %d".formatted(part.title(), round, rounds));
      for (Packaging packaging : Packaging.values()) {
        Start start = start(system, part, packaging, folder);
        if (round > 0) {
          starts.computeIfAbsent(packaging, p -> new ArrayList<>()).add(start);
        }
      }
    }
    return starts;
  }

  private static Start start(BenchmarkSystem system, Part part, Packaging packaging, Path folder)
      throws Exception {
    Path images = Checkout.current().file("deploy/images/target");
    Path app =
        switch (packaging) {
          case PLAIN -> Checkout.current().file(part.folder());
          case AOT -> images.resolve(part.id()).resolve("app/app");
        };
    List<String> command = new ArrayList<>();
    command.add(images.resolve("runtime/bin/java").toString());
    if (packaging == Packaging.AOT) {
      command.add("-XX:AOTCache=" + images.resolve(part.id()).resolve("cache/app/app.aot"));
      command.add("-XX:AOTMode=on");
    }
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            "quarkus-run.jar"));
    int port = freePort();
    Path log = folder.resolve(part.id() + "-" + packaging + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(app.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(system.environment(part));
    builder.environment().putAll(JvmOptions.environment());
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
    builder.environment().put("PENSTOCK_ENGINE_SCRATCH", folder.resolve("another").toString());
    long began = System.nanoTime();
    Process process = builder.start();
    try {
      awaitReady(process, URI.create("http://127.0.0.1:" + port), log);
      Duration wall = Duration.ofNanos(System.nanoTime() - began);
      return new Start(wall, ServiceUsage.of(process.pid()));
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static void awaitReady(Process process, URI url, Path log) throws InterruptedException {
    long deadline = System.nanoTime() + READY_MAX.toNanos();
    while (!Health.of(url).ready()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw PenstockException.external(
            "not-ready", "a service does not become ready: its log is " + log);
      }
      Thread.sleep(POLL);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void row(
      Table table,
      String service,
      String what,
      Map<Packaging, List<Start>> starts,
      ToDoubleFunction<Start> value) {
    double plain = median(starts.getOrDefault(Packaging.PLAIN, List.of()).stream(), value);
    double aot = median(starts.getOrDefault(Packaging.AOT, List.of()).stream(), value);
    table.row(
        service,
        what,
        Figure.number(plain),
        Figure.number(aot),
        plain == 0 ? "not measured" : Figure.number(aot / plain));
  }

  private static double median(Stream<Start> starts, ToDoubleFunction<Start> value) {
    double[] sorted = starts.mapToDouble(value).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
