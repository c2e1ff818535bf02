package io.penstock.cli.quarantine;

import io.penstock.cli.catalog.CatalogClient;
import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.quarantine.OriginRange;
import io.penstock.contracts.quarantine.ReplayReceipt;
import io.penstock.contracts.quarantine.ReplayRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends quarantined rows back. */
@Command(
    name = "replay",
    description =
        "Sends quarantined rows back through the builds of their windows, under the schema and the suites as they are now, and waits for them. Rows that are not selected stay quarantined. Exits 1 if a window was rejected or failed.")
public final class ReplayCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(500);

  @Mixin private CatalogOptions options;
  @Mixin private QuarantineOptions selection;

  @Option(
      names = "--offsets",
      split = ",",
      paramLabel = "P:O[-O]",
      description =
          "Only rows of these origins: topic-partition and offset, or a range of offsets, such as 0:15,1:20-30.")
  private List<String> offsets = new ArrayList<>();

  @Option(names = "--dry-run", description = "Says what would be done.")
  private boolean dryRun;

  @Option(names = "--no-wait", description = "Returns as soon as the request is taken.")
  private boolean noWait;

  @Override
  public Integer call() throws InterruptedException {
    CatalogClient catalog = options.client();
    ReplayReceipt receipt =
        catalog.post(
            ReplayReceipt.class, request(), "pipelines/%s/quarantine:replay", selection.pipeline());
    if (!options.json()) {
      print(receipt);
    }
    Optional<BuildRequestReceipt> builds =
        receipt.request().isPresent() && !noWait
            ? Optional.of(await(catalog, receipt.request().get()))
            : Optional.empty();
    if (options.json()) {
      Map<String, Object> both = new LinkedHashMap<>();
      both.put("replay", receipt);
      builds.ifPresent(done -> both.put("builds", done));
      Console.standard().line(Json.text(both));
    } else {
      builds.ifPresent(ReplayCommand::print);
    }
    return builds.map(done -> done.rejected() + done.failed()).orElse(0) == 0 ? 0 : 1;
  }

  private ReplayRequest request() {
    return new ReplayRequest(
        Optional.empty(),
        selection.from(),
        selection.to(),
        selection.rule(),
        Optional.of(offsets.stream().map(ReplayCommand::range).toList()),
        Optional.of(dryRun));
  }

  private static OriginRange range(String text) {
    try {
      return OriginRange.parse(text);
    } catch (IllegalArgumentException e) {
      throw PenstockException.user("bad-offsets", "--offsets: " + e.getMessage(), e);
    }
  }

  private static BuildRequestReceipt await(CatalogClient catalog, UUID request)
      throws InterruptedException {
    while (true) {
      BuildRequestReceipt builds =
          catalog.get(BuildRequestReceipt.class, "build-requests/%s", request);
      if (builds.open() == 0) {
        return builds;
      }
      Console.standard()
          .progress("replaying: %d of %d windows open".formatted(builds.open(), builds.windows()));
      Thread.sleep(POLL);
    }
  }

  private void print(ReplayReceipt receipt) {
    Console console = Console.standard();
    if (receipt.windows().isEmpty()) {
      console.line("Nothing to replay.");
    } else {
      Table table = new Table("WINDOW", "GO BACK", "STAY");
      receipt.windows().forEach(w -> table.row(w.window(), w.selected(), w.held()));
      table.print(console);
      console.line(
          "%s%d rows of %d windows go back, %d stay."
              .formatted(
                  dryRun ? "Dry run: " : "",
                  receipt.selected(),
                  receipt.windows().size(),
                  receipt.held()));
    }
    receipt.messages().forEach(message -> console.line("  " + message));
  }

  private static void print(BuildRequestReceipt builds) {
    Console console = Console.standard();
    console.line(
        "%d windows published, %d rejected, %d failed%s"
            .formatted(
                builds.published(),
                builds.rejected(),
                builds.failed(),
                builds.version().map(v -> "; newest version: " + v).orElse("")));
    builds.messages().forEach(message -> console.line("  " + message));
  }
}
