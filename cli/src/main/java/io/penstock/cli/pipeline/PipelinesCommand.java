package io.penstock.cli.pipeline;

import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.contracts.catalog.PipelineDescription;
import io.penstock.contracts.json.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the pipelines. */
@Command(name = "pipelines", description = "Lists the registered pipelines.")
public final class PipelinesCommand implements Callable<Integer> {
  @Mixin private CatalogOptions options;

  @Override
  public Integer call() {
    List<PipelineDescription> pipelines =
        options.client().list(PipelineDescription.class, "pipelines");
    if (options.json()) {
      Console.standard().line(Json.text(pipelines));
      return 0;
    }
    Table table = new Table("PIPELINE", "SPEC", "TOPIC", "DATASET", "REGISTERED");
    pipelines.forEach(p ->
        table.row(
            p.name(), p.specVersion(), p.spec().source().topic(), p.dataset(), p.registeredAt()));
    table.print(Console.standard());
    return 0;
  }
}
