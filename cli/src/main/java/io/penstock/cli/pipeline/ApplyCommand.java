package io.penstock.cli.pipeline;

import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.contracts.catalog.PipelineDescription;
import io.penstock.contracts.json.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Registers a pipeline and its suites. */
@Command(
    name = "apply",
    description =
        "Registers a pipeline and the suites it names, or a new version of them. Applying the same again changes nothing.")
public final class ApplyCommand implements Callable<Integer> {
  @Mixin private CatalogOptions options;

  @Parameters(paramLabel = "FILE", description = "The pipeline's YAML.")
  private Path file;

  @Option(
      names = "--dry-run",
      description = "Reads and checks the files only; needs no running system.")
  private boolean dryRun;

  @Override
  public Integer call() {
    PipelineFiles files = PipelineFiles.read(file);
    if (dryRun) {
      Console.standard().done("%s is a pipeline: %s".formatted(file, files.spec().name()));
      return 0;
    }
    PipelineDescription registered = files.register(options.client());
    if (options.json()) {
      Console.standard().line(Json.text(registered));
    } else {
      Console.standard()
          .done(
              "pipeline %s, spec version %d, suites %s"
                  .formatted(registered.name(), registered.specVersion(), files.suites().keySet()));
    }
    return 0;
  }
}
