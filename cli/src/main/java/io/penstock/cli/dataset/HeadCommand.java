package io.penstock.cli.dataset;

import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.cli.system.Backing;
import io.penstock.contracts.dataset.VersionFile;
import io.penstock.contracts.json.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints some rows of a version. */
@Command(
    name = "head",
    description = "Prints the first rows of a version, read from its published Parquet.")
public final class HeadCommand implements Callable<Integer> {
  private static final int FILES_MAX = 2;

  @Mixin private CatalogOptions options;

  @Mixin private VersionParameters chosen;

  @Option(
      names = {"-n", "--rows"},
      defaultValue = "10",
      paramLabel = "N",
      description = "How many rows (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Override
  public Integer call() {
    List<VersionFile> files =
        options
            .client()
            .list(
                VersionFile.class,
                "datasets/%s/versions/%s/files",
                chosen.dataset(),
                chosen.version());
    List<VersionFile> first = files.subList(0, Math.min(FILES_MAX, files.size()));
    try (PublishedRows published =
        PublishedRows.download(Backing.of(options.system()).store(), first)) {
      print(published.query("SELECT * FROM rows ORDER BY ALL LIMIT " + rows));
    }
    return 0;
  }

  private void print(PublishedRows.Rows rows) {
    Console console = Console.standard();
    if (options.json()) {
      console.line(Json.text(rows));
      return;
    }
    Table table = new Table(rows.columns().toArray(String[]::new));
    rows.values().forEach(row -> table.row(row.toArray()));
    table.print(console);
  }
}
