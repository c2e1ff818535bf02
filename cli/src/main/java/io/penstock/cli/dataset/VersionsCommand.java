package io.penstock.cli.dataset;

import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.id.TagName;
import io.penstock.contracts.json.Json;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the versions of a dataset. */
@Command(name = "versions", description = "Lists the versions of a dataset.")
public final class VersionsCommand implements Callable<Integer> {
  @Mixin private CatalogOptions options;

  @Parameters(paramLabel = "DATASET", description = "Name of the dataset.")
  private String dataset;

  @Override
  public Integer call() {
    List<VersionDescription> versions =
        options.client().list(VersionDescription.class, "datasets/%s/versions", dataset);
    if (options.json()) {
      Console.standard().line(Json.text(versions));
      return 0;
    }
    Table table =
        new Table(
            "VERSION", "PUBLISHED", "WINDOWS", "ROWS", "FILES", "BYTES", "CONTENT HASH", "TAGS");
    versions.forEach(v ->
        table.row(
            "v" + v.number(),
            v.publishedAt(),
            v.windows(),
            v.rows(),
            v.files(),
            v.bytes(),
            v.contentHash().short16(),
            v.tags().stream().map(TagName::value).collect(Collectors.joining(" "))));
    table.print(Console.standard());
    return 0;
  }
}
