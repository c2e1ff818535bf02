package io.penstock.benchmark;

import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What a run found out.
 *
 * @param at when it began
 * @param events how many events passed through the system
 * @param bytes their payloads
 * @param processors how many the machine says it has
 * @param loadAverage of the machine's last minute as the run began; negative if it does not tell
 * @param figures the lines of the result
 */
record Report(
    Instant at, long events, long bytes, int processors, double loadAverage, List<Figure> figures) {
  Report {
    figures = List.copyOf(figures);
  }

  void print(Console console) {
    console.heading(
        "%,d events, %s MB, %d processors, load %s at the start"
            .formatted(events, Figure.number(bytes / 1e6), processors, Figure.number(loadAverage)));
    Table table = new Table("Figure", "Value", "Aim", "");
    figures.forEach(
        figure -> table.row(figure.name(), figure.valueText(), figure.aimText(), figure.verdict()));
    table.print(console);
  }

  void write(Path file) {
    try {
      Files.write(file, Json.bytes(this));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
