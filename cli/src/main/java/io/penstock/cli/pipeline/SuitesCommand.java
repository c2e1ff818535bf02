package io.penstock.cli.pipeline;

import io.penstock.cli.catalog.CatalogClient;
import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.contracts.catalog.SuiteDescription;
import io.penstock.contracts.json.Json;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists suites, the versions of one, or shows a version. */
@Command(
    name = "suites",
    description =
        "Lists the registered suites; of one, its versions; of a version, what it expects, as JSON.")
public final class SuitesCommand implements Callable<Integer> {
  @Mixin private CatalogOptions options;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SUITE",
      description = "Name of a suite: lists its versions.")
  private @Nullable String suite;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "Number of a version: shows it.")
  private @Nullable Integer version;

  @Override
  public Integer call() {
    CatalogClient catalog = options.client();
    if (suite != null && version != null) {
      SuiteDescription described =
          catalog.get(SuiteDescription.class, "suites/%s/versions/%s", suite, version);
      Console.standard()
          .line(options.json() ? Json.text(described) : described.suite().toPrettyString());
      return 0;
    }
    List<SuiteDescription> suites =
        suite == null
            ? catalog.list(SuiteDescription.class, "suites")
            : catalog.list(SuiteDescription.class, "suites/%s/versions", suite);
    if (options.json()) {
      Console.standard().line(Json.text(suites));
      return 0;
    }
    Table table = new Table("SUITE", "VERSION", "EXPECTATIONS", "SHA-256", "REGISTERED");
    suites.forEach(s ->
        table.row(
            s.name(),
            "v" + s.version(),
            (long) s.suite().path("expectations").size(),
            s.sha256(),
            s.registeredAt()));
    table.print(Console.standard());
    return 0;
  }
}
