package io.penstock.benchmark;

import io.penstock.benchmark.checkpoint.CheckpointBenchmark;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.cli.system.Checkout;
import io.penstock.cli.system.Part;
import io.penstock.contracts.failure.PenstockException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The benchmark: one run measures landing, conform and transform, the overhead of a build, and the
 * memory of the services, and prints each figure beside its aim. A missed aim is a result, not a
 * failure: the exit code is 0 if everything was measured.
 */
@Command(
    name = "bench",
    description = {
      "Sends events through a system of its own and compares it with a raw Kafka consumer and with SQL typed into DuckDB by hand.",
      "docs/benchmarks.md tells how to read the result."
    },
    subcommands = {CheckpointBenchmark.class, RecordPath.class, StartBenchmark.class},
    mixinStandardHelpOptions = true)
public final class Benchmark implements Callable<Integer> {
  private static final long EVENTS_MIN = 1_000;
  private static final int LANDING_FIGURES = 4;
  private static final double MEBIBYTE = 1 << 20;

  @Spec private CommandSpec command;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "500000",
      description = "How many events (default: ${DEFAULT-VALUE}; 5000000 are 1 GB).")
  private long events;

  @Option(
      names = "--only-transform",
      description = "Only conform and transform, over raw batches that are made on the spot.")
  private boolean onlyTransform;

  @Option(names = "--only-landing", description = "Only landing, and the memory of the services.")
  private boolean onlyLanding;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      defaultValue = "256",
      description =
          "Memory of the engine for conform and transform, and by hand (default: ${DEFAULT-VALUE}, as in a service).")
  private long memory;

  /** Runs it and ends the process. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    CommandLine line = new CommandLine(new Benchmark());
    line.setExecutionExceptionHandler((failure, failed, parsed) -> {
      if (failure instanceof PenstockException known) {
        Console.standard().error(known.getMessage());
        return 1;
      }
      throw failure;
    });
    System.exit(line.execute(arguments));
  }

  long events() {
    if (events < EVENTS_MIN) {
      throw new ParameterException(
          command.commandLine(), "--events: %d are too few to measure".formatted(events));
    }
    return events;
  }

  @Override
  public Integer call() throws Exception {
    Console console = Console.standard();
    long count = events();
    Instant started = Instant.now();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    Path target = Files.createDirectories(Checkout.current().file("target"));
    Path folder = Files.createTempDirectory(target, "benchmark-");
    console.progress("data and logs of this run are in " + folder);
    if (onlyTransform) {
      return transform(console, folder, count);
    }
    List<Figure> figures = new ArrayList<>();
    LandingBenchmark.Landed landed;
    EmptyBuildBenchmark.Build empty;
    try (BenchmarkSystem system = BenchmarkSystem.start(folder, console)) {
      landed = new LandingBenchmark(system, console, count).run(folder.resolve("raw"));
      figures.addAll(landing(landed));
      figures.addAll(memory(system));
      if (onlyLanding) {
        print(console, figures);
        return 0;
      }
      empty = new EmptyBuildBenchmark(system, console).run();
    }
    TransformBenchmark.Result transform =
        new TransformBenchmark(console, folder.resolve("transform"), landed.input(), memory).run();
    figures.addAll(LANDING_FIGURES, transform(transform));
    figures.addAll(emptyBuild(empty));
    Report report =
        new Report(
            started,
            count,
            landed.bytes(),
            Runtime.getRuntime().availableProcessors(),
            load,
            figures);
    report.print(console);
    times(console, "Conform and transform, processor time", transform.phases());
    times(console, "The empty build", empty.parts());
    Path file = target.resolve("benchmark.json");
    report.write(file);
    delete(folder);
    console.done("written to " + Checkout.current().root().relativize(file));
    return 0;
  }

  private int transform(Console console, Path folder, long events) throws Exception {
    TransformBenchmark.Input input = RawClicks.write(folder.resolve("raw"), events);
    TransformBenchmark.Result result =
        new TransformBenchmark(console, folder.resolve("transform"), input, memory).run();
    print(console, transform(result));
    times(console, "Conform and transform, processor time", result.phases());
    delete(folder);
    return 0;
  }

  private static void print(Console console, List<Figure> figures) {
    Table table = new Table("Figure", "Value", "Aim", "");
    figures.forEach(
        figure -> table.row(figure.name(), figure.valueText(), figure.aimText(), figure.verdict()));
    table.print(console);
  }

  private static List<Figure> landing(LandingBenchmark.Landed landed) {
    double consumer = landed.consumer().megabytesPerCoreSecond(landed.bytes());
    double ingest = landed.ingest().megabytesPerCoreSecond(landed.bytes());
    return List.of(
        Figure.of("raw consumer", consumer, "MB/s per core"),
        Figure.of("landing", ingest, "MB/s per core"),
        Figure.of("landing ÷ raw consumer", 100 * ingest / consumer, "%").withAim(Aim.atLeast(50)),
        Figure.of(
            "landing, on the clock", landed.ingest().megabytesPerSecond(landed.bytes()), "MB/s"));
  }

  private static List<Figure> transform(TransformBenchmark.Result result) {
    Cost ours = result.ours();
    return List.of(
        Figure.of("by hand, processor time", seconds(result.byHand().cpu()), "s"),
        Figure.of("conform, processor time", seconds(result.conform().cpu()), "s"),
        Figure.of("transform, processor time", seconds(result.transform().cpu()), "s"),
        Figure.of("conform + transform ÷ by hand, processor", ours.cpuRatio(result.byHand()), "×")
            .withAim(Aim.atMost(1.2)),
        Figure.of("conform + transform ÷ by hand, clock", ours.wallRatio(result.byHand()), "×")
            .withAim(Aim.atMost(1.2)));
  }

  private static List<Figure> memory(BenchmarkSystem system) {
    return Part.services().stream()
        .map(part ->
            new Figure(
                    "memory of " + part.title(),
                    system.usage(part).residentBytesMax().map(bytes -> bytes / MEBIBYTE),
                    "MiB",
                    Optional.empty())
                .withAim(Aim.atMost(512)))
        .toList();
  }

  private static List<Figure> emptyBuild(EmptyBuildBenchmark.Build build) {
    return List.of(Figure.of("a build of one row", build.total().toMillis(), "ms"));
  }

  private static void times(Console console, String title, Map<String, Duration> times) {
    console.heading(title);
    double total = times.values().stream().mapToLong(Duration::toNanos).sum();
    Table table = new Table("Part", "ms", "%");
    times.forEach(
        (part, time) -> table.row(part, time.toMillis(), Math.round(100 * time.toNanos() / total)));
    table.print(console);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static void delete(Path folder) throws IOException {
    try (java.util.stream.Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
