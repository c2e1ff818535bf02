package io.penstock.cli.pipeline;

import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.json.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the windows of a pipeline. */
@Command(
    name = "windows",
    description = "Lists the windows of a pipeline that have rows, and where each stands.")
public final class WindowsCommand implements Callable<Integer> {
  @Mixin private CatalogOptions options;

  @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline.")
  private String pipeline;

  @Override
  public Integer call() {
    List<WindowDescription> windows =
        options.client().list(WindowDescription.class, "pipelines/%s/windows", pipeline);
    if (options.json()) {
      Console.standard().line(Json.text(windows));
      return 0;
    }
    Table table = new Table("WINDOW", "STATE", "ROWS", "PENDING", "LATE", "BUILD");
    windows.forEach(w ->
        table.row(
            w.window().start(),
            w.state().text(),
            w.windowed().count(),
            w.ledger().pending().count(),
            w.ledger().late().count(),
            w.latest().map(BuildId::short16).orElse("-")));
    table.print(Console.standard());
    return 0;
  }
}
