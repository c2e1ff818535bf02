package io.penstock.benchmark.checkpoint;

import io.penstock.benchmark.Aim;
import io.penstock.benchmark.Figure;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.cli.system.Checkout;
import io.penstock.contracts.json.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The benchmark of checkpoints: a suite of 19 expectations by Penstock, in one query that was
 * written by hand, and by Great Expectations on pandas and on SQL, if that is installed; each in a
 * process of its own. A missed aim is a result: the exit code is 0 if everything was measured.
 */
@Command(
    name = "checkpoint",
    description = {
      "Checks 19 expectations on clicks (and on flights) with Penstock, with one query by hand, and with Great Expectations.",
      "docs/benchmarks.md tells how to read the result."
    },
    mixinStandardHelpOptions = true)
public final class CheckpointBenchmark implements Callable<Integer> {
  private static final double MEBIBYTE = 1 << 20;
  private static final int RUNS = 3;
  private static final List<Long> ROWS = List.of(1_000_000L, 5_000_000L, 20_000_000L, 50_000_000L);

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "5000000",
      description = "Rows of clicks; 0 to leave the comparison out (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(
      names = "--rows-max",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Also measure the memory of Penstock on 1, 5, 20 and 50 million rows, up to as many.")
  private long rowsMax;

  @Option(names = "--flights", paramLabel = "FILE", description = "A Parquet file of flights.")
  private Path flights;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      defaultValue = "python3",
      description = "A Python that has great_expectations (default: ${DEFAULT-VALUE}).")
  private String python;

  @Option(
      names = "--sql-url",
      paramLabel = "URL",
      description =
          "SQLAlchemy's URL of a database for Great Expectations on SQL, where a table is made and dropped.")
  private Optional<String> sqlUrl;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of DuckDB, in both (default: ${DEFAULT-VALUE}, as in a service).")
  private int threads;

  @Option(
      names = "--memory",
      paramLabel = "N",
      defaultValue = "512",
      description = "Memory limit of DuckDB in MiB, in both (default: ${DEFAULT-VALUE}).")
  private int memory;

  private final Console console = Console.standard();

  @Override
  public Integer call() throws Exception {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    Path target = Files.createDirectories(Checkout.current().file("target"));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("loadAverage", load);
    if (rows > 0) {
      report.put("clickstream", compare(Example.CLICKSTREAM, clicks(target, rows)));
    }
    if (flights != null) {
      report.put("flights", compare(Example.FLIGHTS, List.of(flights.toAbsolutePath())));
    }
    if (rowsMax > 0) {
      report.put("memory", memory(target));
    }
    Path file = target.resolve("benchmark-checkpoint.json");
    Files.write(file, Json.bytes(report));
    console.done("written to " + Checkout.current().root().relativize(file));
    return 0;
  }

  private List<Path> clicks(Path target, long count) throws IOException, SQLException {
    return new Clicks(target.resolve("clicks")).files(count, console);
  }

  private List<Figure> compare(Example example, List<Path> files) throws IOException {
    Processes processes = new Processes(threads, memory, console);
    Measurement ours = processes.candidate("ours", example, files, RUNS);
    Measurement byHand = processes.candidate("by-hand", example, files, RUNS);
    List<Figure> figures = new ArrayList<>();
    figures.addAll(figures("Penstock", ours));
    figures.addAll(figures("by hand", byHand));
    figures.addAll(ratios("Penstock ÷ by hand", ours, byHand, Aim.atMost(1.15)));
    figures.addAll(
        theirs("pandas", processes.onPandas(python, example, files), ours, Aim.atLeast(50)));
    figures.addAll(
        theirs(
            "SQL",
            sqlUrl.isPresent()
                ? processes.onSql(python, sqlUrl.get(), example, files)
                : Optional.empty(),
            ours,
            Aim.atLeast(10)));
    console.heading("19 expectations on " + example.name());
    print(figures);
    return figures;
  }

  /** What is not measured has no figure, and never an old one. */
  private List<Figure> theirs(
      String engine, Optional<Measurement> theirs, Measurement ours, Aim aim) {
    String name = "GX on " + engine;
    if (theirs.isEmpty()) {
      boolean unknown = engine.equals("SQL") && sqlUrl.isEmpty();
      console.line(
          name + " not run: " + (unknown ? "no --sql-url" : "not installed, or see above"));
      return List.of();
    }
    List<Figure> figures = new ArrayList<>(figures(name, theirs.get()));
    figures.addAll(ratios(name + " ÷ Penstock", theirs.get(), ours, aim));
    return figures;
  }

  private static List<Figure> figures(String name, Measurement measurement) {
    List<Figure> figures = new ArrayList<>();
    figures.add(Figure.of(name + ", clock", measurement.wall().toMillis() / 1e3, "s"));
    measurement
        .cpu()
        .ifPresent(
            cpu -> figures.add(Figure.of(name + ", processor time", cpu.toMillis() / 1e3, "s")));
    measurement
        .peakBytes()
        .ifPresent(
            bytes -> figures.add(Figure.of(name + ", peak of memory", bytes / MEBIBYTE, "MiB")));
    return figures;
  }

  private static List<Figure> ratios(String name, Measurement one, Measurement other, Aim aim) {
    List<Figure> figures = new ArrayList<>();
    figures.add(
        Figure.of(name + ", clock", ratio(one.wall().toNanos(), other.wall().toNanos()), "×")
            .withAim(aim));
    one.cpu()
        .flatMap(a -> other.cpu().map(b -> ratio(a.toNanos(), b.toNanos())))
        .ifPresent(
            ratio -> figures.add(Figure.of(name + ", processor time", ratio, "×").withAim(aim)));
    one.peakBytes()
        .flatMap(a -> other.peakBytes().map(b -> ratio(a, b)))
        .ifPresent(ratio -> figures.add(Figure.of(name + ", peak of memory", ratio, "×")));
    return figures;
  }

  private static double ratio(double one, double other) {
    return one / other;
  }

  private List<Figure> memory(Path target) throws IOException, SQLException {
    Processes processes = new Processes(threads, memory, console);
    List<Figure> figures = new ArrayList<>();
    for (long count : ROWS) {
      if (count <= rowsMax) {
        Measurement ours =
            processes.candidate("ours", Example.CLICKSTREAM, clicks(target, count), 1);
        figures.addAll(figures("%,d rows".formatted(count), ours));
      }
    }
    console.heading("Memory by rows, limit %d MiB".formatted(memory));
    print(figures);
    return figures;
  }

  private void print(List<Figure> figures) {
    Table table = new Table("Figure", "Value", "Aim", "");
    figures.forEach(
        figure -> table.row(figure.name(), figure.valueText(), figure.aimText(), figure.verdict()));
    table.print(console);
  }
}
