package io.penstock.cli.doctor;

import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.cli.system.Part;
import io.penstock.cli.system.SystemOptions;
import io.penstock.contracts.json.Json;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says in words what is wrong with a deployment. */
@Command(
    name = "doctor",
    description = {
      "Asks each service of a deployment from outside, and says in words what is wrong and what to do.",
      "Exits 1 if something stands still. Without addresses it asks the system on this machine."
    })
public final class DoctorCommand implements Callable<Integer> {
  @Mixin private SystemOptions options;

  @Option(
      names = "--url",
      paramLabel = "SERVICE=URL",
      description =
          "Address of a service, such as catalog=http://127.0.0.1:8081; once for each of them.")
  private Map<Part, URI> urls = new LinkedHashMap<>();

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() {
    List<Part> parts = urls.isEmpty() ? Part.services() : List.copyOf(urls.keySet());
    List<Finding> findings =
        parts.parallelStream()
            .flatMap(part ->
                new Examination(part, urls.getOrDefault(part, options.url(part)))
                    .findings().stream())
            .toList();
    Console console = Console.standard();
    if (json) {
      console.line(Json.text(Map.of("findings", findings)));
    } else {
      Table table = new Table("PART", "", "WHAT", "ADVICE");
      findings.forEach(f -> table.row(f.part(), f.level().text(), f.words(), f.advice()));
      table.print(console);
    }
    return findings.stream().anyMatch(f -> f.level() == Finding.Level.PROBLEM) ? 1 : 0;
  }
}
