package io.penstock.cli.dataset;

import io.penstock.cli.catalog.CatalogClient;
import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.contracts.catalog.PipelineDescription;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.ledger.SourceLedger;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Accounts for every row of a version and of its source. */
@Command(
    name = "ledger",
    description =
        "Accounts for every row of a version and of its source. Exits 1 if it does not balance.")
public final class LedgerCommand implements Callable<Integer> {
  @Mixin private CatalogOptions options;

  @Mixin private VersionParameters chosen;

  @Override
  public Integer call() {
    CatalogClient catalog = options.client();
    VersionDescription described =
        catalog.get(
            VersionDescription.class,
            "datasets/%s/versions/%s",
            chosen.dataset(),
            chosen.version());
    String pipeline = described.pipeline().value();
    String sourceName =
        catalog
            .get(PipelineDescription.class, "pipelines/%s", pipeline)
            .spec()
            .source()
            .name()
            .value();
    SourceLedger source = catalog.get(SourceLedger.class, "sources/%s/ledger", sourceName);
    Console console = Console.standard();
    if (options.json()) {
      console.line(Json.text(Map.of("source", source, "version", described.ledger())));
    } else {
      LedgerView.print(console, source);
      console.line("");
      LedgerView.print(console, chosen.dataset() + " v" + described.number(), described.ledger());
    }
    return source.balanced() && described.ledger().balanced() ? 0 : 1;
  }
}
