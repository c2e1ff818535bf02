package io.penstock.cli.quarantine;

import io.penstock.cli.catalog.CatalogClient;
import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.quarantine.RuleCount;
import io.penstock.contracts.quarantine.WindowQuarantine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Counts quarantined rows by rule and by window. */
@Command(
    name = "list",
    description = "Counts quarantined rows by the rule they break and by window.")
final class QuarantineListCommand implements Callable<Integer> {
  @Mixin private CatalogOptions options;
  @Mixin private QuarantineOptions rows;

  @Override
  public Integer call() {
    CatalogClient catalog = options.client();
    List<RuleCount> rules =
        List.of(
            catalog.get(
                RuleCount[].class,
                "pipelines/%s/quarantine/rules" + rows.query(),
                rows.pipeline()));
    List<WindowQuarantine> windows =
        catalog.list(
            WindowQuarantine.class, "pipelines/%s/quarantine" + rows.query(), rows.pipeline());
    Console console = Console.standard();
    if (options.json()) {
      console.line(Json.text(Map.of("rules", rules, "windows", windows)));
    } else if (windows.isEmpty()) {
      console.line("Nothing is in quarantine.");
    } else {
      print(console, rules, windows);
    }
    return 0;
  }

  private static void print(
      Console console, List<RuleCount> rules, List<WindowQuarantine> windows) {
    Table byRule = new Table("RULE", "ROWS");
    rules.forEach(count -> byRule.row(count.rule().name(), count.rows()));
    byRule.print(console);
    console.line("");
    Table byWindow = new Table("WINDOW", "ROWS", "BUILD", "STATE");
    windows.forEach(window ->
        byWindow.row(
            window.window(),
            window.rows(),
            window.buildId().short16(),
            window.live() ? "live" : window.state().text()));
    byWindow.print(console);
  }
}
