package io.penstock.cli.source;

import io.penstock.cli.catalog.CatalogClient;
import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.source.PartitionLoss;
import io.penstock.contracts.source.PartitionState;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists positions that Kafka lost, and accepts them. */
@Command(
    name = "losses",
    description = {
      "Lists the positions of a source that Kafka lost before they were landed.",
      "A topic-partition whose loss nobody has accepted is stopped. Exits 1 if there is one."
    })
public final class LossesCommand implements Callable<Integer> {
  @Mixin private CatalogOptions options;

  @Parameters(paramLabel = "SOURCE", description = "Name of the source.")
  private String source;

  @Option(
      names = "--accept",
      description = "Accepts the losses: landing goes on after them, and they stay in the ledger.")
  private boolean accept;

  @Override
  public Integer call() {
    CatalogClient catalog = options.client();
    if (accept) {
      losses(catalog).stream()
          .filter(LossesCommand::open)
          .forEach(loss ->
              catalog.post(
                  PartitionState.class, loss.partition(), "sources/%s/losses/acknowledge", source));
    }
    List<PartitionLoss> losses = losses(catalog);
    print(losses);
    return losses.stream().noneMatch(LossesCommand::open) ? 0 : 1;
  }

  private List<PartitionLoss> losses(CatalogClient catalog) {
    return catalog.list(PartitionLoss.class, "sources/%s/losses", source);
  }

  private static boolean open(PartitionLoss loss) {
    return loss.loss().acknowledgedAt().isEmpty();
  }

  private void print(List<PartitionLoss> losses) {
    if (options.json()) {
      Console.standard().line(Json.text(losses));
      return;
    }
    Table table = new Table("TOPIC-PARTITION", "CAUSE", "FROM", "TO", "FOUND", "ACCEPTED");
    losses.forEach(loss ->
        table.row(
            loss.partition(),
            loss.loss().cause().text(),
            loss.loss().from(),
            loss.loss().to().map(String::valueOf).orElse("?"),
            loss.loss().detectedAt(),
            loss.loss().acknowledgedAt().map(String::valueOf).orElse("-")));
    table.print(Console.standard());
  }
}
