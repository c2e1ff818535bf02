package io.penstock.cli.pipeline;

import io.penstock.cli.catalog.CatalogClient;
import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.cli.system.Part;
import io.penstock.contracts.build.BuildDescription;
import io.penstock.contracts.build.BuildRequest;
import io.penstock.contracts.build.BuildRequestReceipt;
import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.build.WindowState;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks for builds and waits for them. */
@Command(
    name = "build",
    description =
        "Asks for builds of the closed windows of a pipeline and waits for them. What is published from the same inputs is not built again. Exits 1 if a window was rejected or failed.")
public final class BuildCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int PAGES_MAX = 10;

  @Mixin private CatalogOptions options;

  @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline.")
  private String pipeline;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "First window: a date or an instant (default: the first with rows).")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "First window after it (default: after the last closed one).")
  private @Nullable String to;

  @Option(names = "--no-wait", description = "Returns as soon as the request is taken.")
  private boolean noWait;

  @Override
  public Integer call() throws InterruptedException {
    CatalogClient catalog = options.client();
    BuildRequest request =
        new BuildRequest(
            Optional.of(new PipelineName(pipeline)),
            Optional.ofNullable(from),
            Optional.ofNullable(to));
    BuildRequestReceipt receipt =
        catalog.post(BuildRequestReceipt.class, request, "pipelines/%s/builds", pipeline);
    while (!noWait && receipt.open() > 0) {
      Console.standard()
          .progress("building: %d of %d windows open".formatted(receipt.open(), receipt.windows()));
      Thread.sleep(POLL);
      receipt = catalog.get(BuildRequestReceipt.class, "build-requests/%s", receipt.id());
    }
    print(receipt);
    return receipt.rejected() + receipt.failed() == 0 ? 0 : 1;
  }

  private void print(BuildRequestReceipt receipt) {
    Console console = Console.standard();
    if (options.json()) {
      console.line(Json.text(receipt));
      return;
    }
    console.line(
        "%d windows: %d published, %d rejected, %d failed, %d open%s"
            .formatted(
                receipt.windows(),
                receipt.published(),
                receipt.rejected(),
                receipt.failed(),
                receipt.open(),
                receipt.version().map(v -> "; newest version: " + v).orElse("")));
    receipt.messages().forEach(message -> console.line("  " + message));
    if (receipt.rejected() > 0) {
      printPages(console);
    }
  }

  /** Where the pages of the checkpoints stand that reject windows now. */
  private void printPages(Console console) {
    CatalogClient catalog = options.client();
    String url = options.system().url(Part.CATALOG).toString();
    catalog.list(WindowDescription.class, "pipelines/%s/windows", pipeline).stream()
        .filter(window -> window.state() == WindowState.REJECTED)
        .limit(PAGES_MAX)
        .flatMap(window -> window.latest().stream())
        .map(build -> catalog.get(BuildDescription.class, "builds/%s", build))
        .flatMap(build -> build.checkpoints().stream())
        .filter(outcome -> !outcome.passed())
        .flatMap(outcome -> outcome.page().stream())
        .forEach(page -> console.line("  report: " + url + page));
  }
}
