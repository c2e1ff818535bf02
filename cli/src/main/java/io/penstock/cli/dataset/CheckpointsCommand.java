package io.penstock.cli.dataset;

import io.penstock.cli.catalog.CatalogClient;
import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.cli.system.Part;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.dataset.VersionCheckpoints;
import io.penstock.contracts.json.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells what a version was checked with. */
@Command(
    name = "checkpoints",
    description =
        "Tells what each window of a version was checked with: suite, its version and hash, and the page of the result.")
public final class CheckpointsCommand implements Callable<Integer> {
  @Mixin private CatalogOptions options;

  @Mixin private VersionParameters chosen;

  @Override
  public Integer call() {
    CatalogClient catalog = options.client();
    List<VersionCheckpoints> windows =
        catalog.list(
            VersionCheckpoints.class,
            "datasets/%s/versions/%s/checkpoints",
            chosen.dataset(),
            chosen.version());
    Console console = Console.standard();
    if (options.json()) {
      console.line(Json.text(windows));
      return 0;
    }
    String catalogUrl = options.system().url(Part.CATALOG).toString();
    Table table =
        new Table("WINDOW", "CHECKPOINT", "SUITE", "SHA-256", "EXPECTATIONS", "FAILED", "PAGE");
    for (VersionCheckpoints window : windows) {
      for (CheckOutcome outcome : window.checkpoints()) {
        table.row(
            window.window().start(),
            outcome.checkpoint().text(),
            outcome.suite().map(suite -> suite.name() + " v" + suite.version()).orElse("-"),
            outcome.suite().map(suite -> suite.sha256().short16()).orElse("-"),
            (long) outcome.evaluated(),
            (long) outcome.failures().size(),
            outcome.page().map(page -> catalogUrl + page).orElse("-"));
      }
    }
    table.print(console);
    return 0;
  }
}
