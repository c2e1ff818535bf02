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

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "5000000",
      description = "Rows of clicks (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(
      names = "--rows-max",
      paramLabel = "N",
      defaultValue = "0",
      description = "Also measure the memory of Penstock on as many rows.")
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
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of DuckDB, in both (default: ${DEFAULT-VALUE}, as in a service).")
  private int threads;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "512MiB",
      description = "Memory limit of DuckDB, in both (default: ${DEFAULT-VALUE}).")
  private String memory;

  private final Console console = Console.standard();

  @Override
  public Integer call() throws Exception {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    Path target = Files.createDirectories(Checkout.current().file("target"));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("loadAverage", load);
    List<Path> files = clicks(target, rows);
    report.put("clickstream", compare(Example.CLICKSTREAM, files));
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
    Measurement ours = processes.candidate("ours", example, files);
    Measurement byHand = processes.candidate("by-hand", example, files);
    List<Figure> figures = new ArrayList<>();
    figures.addAll(figures("Penstock", ours));
    figures.addAll(figures("by hand", byHand));
    figures.addAll(ratios("Penstock ÷ by hand", ours, byHand, Aim.atMost(1.15)));
    for (Map.Entry<String, Double> engine :
        List.of(Map.entry("pandas", 50.0), Map.entry("SQL", 10.0))) {
      String name = "GX on " + engine.getKey();
      Optional<Measurement> theirs =
          processes.greatExpectations(python, engine.getKey(), example, files);
      if (theirs.isEmpty()) {
        console.line(name + " not run: not installed");
      } else {
        figures.addAll(figures(name, theirs.get()));
        figures.addAll(
            ratios(name + " ÷ Penstock", theirs.get(), ours, Aim.atLeast(engine.getValue())));
      }
    }
    console.heading("19 expectations on " + example.name());
    print(figures);
    return figures;
  }

  private static List<Figure> figures(String name, Measurement measurement) {
    return List.of(
        Figure.of(name + ", clock", measurement.wall().toMillis() / 1e3, "s"),
        Figure.of(name + ", processor time", measurement.cpu().toMillis() / 1e3, "s"),
        new Figure(
            name + ", peak of memory",
            measurement.peakBytes().map(bytes -> bytes / MEBIBYTE),
            "MiB",
            Optional.empty()));
  }

  private static List<Figure> ratios(String name, Measurement one, Measurement other, Aim aim) {
    return List.of(
        Figure.of(name + ", clock", ratio(one.wall().toNanos(), other.wall().toNanos()), "×")
            .withAim(aim),
        Figure.of(name + ", processor time", ratio(one.cpu().toNanos(), other.cpu().toNanos()), "×")
            .withAim(aim),
        new Figure(
            name + ", peak of memory",
            one.peakBytes().flatMap(a -> other.peakBytes().map(b -> ratio(a, b))),
            "×",
            Optional.empty()));
  }

  private static double ratio(double one, double other) {
    return one / other;
  }

  private List<Figure> memory(Path target) throws IOException, SQLException {
    Processes processes = new Processes(threads, memory, console);
    List<Figure> figures = new ArrayList<>();
    for (long count = Clicks.ROWS_OF_A_FILE; count <= rowsMax; count = next(count)) {
      Measurement ours = processes.candidate("ours", Example.CLICKSTREAM, clicks(target, count));
      figures.addAll(figures("%,d rows".formatted(count), ours));
    }
    console.heading("Memory by rows, limit " + memory);
    print(figures);
    return figures;
  }

  private long next(long count) {
    return count == rowsMax ? rowsMax + 1 : Math.min(rowsMax, count * 5);
  }

  private void print(List<Figure> figures) {
    Table table = new Table("Figure", "Value", "Aim", "");
    figures.forEach(
        figure -> table.row(figure.name(), figure.valueText(), figure.aimText(), figure.verdict()));
    table.print(console);
  }
}
