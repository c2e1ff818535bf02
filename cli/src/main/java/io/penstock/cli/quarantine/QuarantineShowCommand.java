package io.penstock.cli.quarantine;

import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.contracts.catalog.Page;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.quarantine.QuarantinedRow;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints quarantined rows. */
@Command(
    name = "show",
    description = "Prints quarantined rows with their origin and what they broke.")
final class QuarantineShowCommand implements Callable<Integer> {
  private static final int TEXT_CHARS_MAX = 400;

  @Mixin private CatalogOptions options;
  @Mixin private QuarantineOptions selection;

  @Option(
      names = {"-n", "--rows"},
      defaultValue = "20",
      paramLabel = "N",
      description = "How many rows, at most 1000 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    String query = selection.query();
    Page<QuarantinedRow> page =
        options
            .client()
            .page(
                QuarantinedRow.class,
                "pipelines/%s/quarantine/rows"
                    + query
                    + (query.isEmpty() ? "?" : "&")
                    + "limit="
                    + limit,
                selection.pipeline());
    Console console = Console.standard();
    if (options.json()) {
      console.line(Json.text(page));
      return 0;
    }
    page.items().forEach(row -> print(console, row));
    if (page.items().isEmpty()) {
      console.line("Nothing is in quarantine.");
    } else if (page.next().isPresent()) {
      console.line("… and more: raise --rows, or page with GET …/quarantine/rows");
    }
    return 0;
  }

  private static void print(Console console, QuarantinedRow row) {
    console.line(
        "%d:%d  %s  %s%s"
            .formatted(
                row.partition(),
                row.offset(),
                row.eventTime(),
                row.stage().text(),
                row.held() ? ", held" : ""));
    row.rules()
        .forEach(
            broken -> console.line("    %s: %s".formatted(broken.rule().name(), broken.reason())));
    console.line("    " + payload(row));
  }

  private static String payload(QuarantinedRow row) {
    if (row.text().isPresent()) {
      String text = row.text().get();
      return text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX) + "…";
    }
    return row.payload()
        .map(bytes -> "(base64) " + bytes)
        .orElse("(the bytes stand in " + row.raw() + ")");
  }
}
