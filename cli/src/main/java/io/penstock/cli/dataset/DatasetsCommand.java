package io.penstock.cli.dataset;

import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.contracts.dataset.DatasetDescription;
import io.penstock.contracts.json.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the datasets. */
@Command(name = "datasets", description = "Lists the datasets and their newest versions.")
public final class DatasetsCommand implements Callable<Integer> {
  @Mixin private CatalogOptions options;

  @Override
  public Integer call() {
    List<DatasetDescription> datasets = options.client().list(DatasetDescription.class, "datasets");
    if (options.json()) {
      Console.standard().line(Json.text(datasets));
      return 0;
    }
    Table table = new Table("DATASET", "VERSION", "ROWS", "FILES", "CONTENT HASH", "PIPELINE");
    datasets.forEach(d ->
        table.row(
            d.name(),
            d.head().map(v -> "v" + v.number()).orElse("-"),
            d.head().map(v -> v.rows()).orElse(0L),
            d.head().map(v -> (long) v.files()).orElse(0L),
            d.head().map(v -> v.contentHash().short16()).orElse("-"),
            d.pipeline()));
    table.print(Console.standard());
    return 0;
  }
}
