package io.penstock.cli.dataset;

import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.contracts.json.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Names a version. */
@Command(name = "tag", description = "Gives a version of a dataset a name.")
public final class TagCommand implements Callable<Integer> {
  @Mixin private CatalogOptions options;

  @Parameters(index = "0", paramLabel = "DATASET", description = "Name of the dataset.")
  private String dataset;

  @Parameters(index = "1", paramLabel = "TAG", description = "The name.")
  private String tag;

  @Parameters(index = "2", paramLabel = "VERSION", description = "Number of the version.")
  private long version;

  @Option(names = "--force", description = "Moves the tag if another version has it.")
  private boolean force;

  @Override
  public Integer call() {
    options
        .client()
        .put(
            Object.class,
            Json.text(Map.of("version", version, "force", force)),
            "application/json",
            "datasets/%s/tags/%s",
            dataset,
            tag);
    Console.standard().done("%s v%d is %s".formatted(dataset, version, tag));
    return 0;
  }
}
