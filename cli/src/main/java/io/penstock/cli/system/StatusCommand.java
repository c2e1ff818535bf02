package io.penstock.cli.system;

import io.penstock.cli.console.Console;
import io.penstock.cli.console.Table;
import io.penstock.contracts.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows each part. */
@Command(
    name = "status",
    description =
        "Shows each part: whether it runs, and whether it is ready. Exits 1 if one is not.")
public final class StatusCommand implements Callable<Integer> {
  private record PartStatus(
      String part,
      boolean running,
      Optional<Long> pid,
      boolean ready,
      String health,
      String address) {}

  @Mixin private SystemOptions options;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() {
    LocalSystem system = new LocalSystem(options, Console.standard());
    List<PartStatus> parts = new ArrayList<>();
    for (Part part : system.parts()) {
      parts.add(status(system, part));
    }
    if (json) {
      Console.standard().line(Json.text(Map.of("parts", parts)));
    } else {
      Table table = new Table("PART", "PID", "STATE", "ADDRESS");
      parts.forEach(p ->
          table.row(p.part(), p.pid().map(String::valueOf).orElse("-"), p.health(), p.address()));
      table.print(Console.standard());
    }
    return parts.stream().allMatch(PartStatus::ready) ? 0 : 1;
  }

  private PartStatus status(LocalSystem system, Part part) {
    Optional<Long> pid = system.process(part).running().map(ProcessHandle::pid);
    if (part == Part.STACK) {
      boolean ready = pid.isPresent() && system.backing().settings().isPresent();
      String address = system.backing().settings().map(StatusCommand::addresses).orElse("");
      return new PartStatus(
          part.title(),
          pid.isPresent(),
          pid,
          ready,
          ready ? "ready" : pid.isPresent() ? "starting" : "not running",
          address);
    }
    Health health =
        pid.isPresent() ? Health.of(options.url(part)) : new Health(false, "not running");
    return new PartStatus(
        part.title(),
        pid.isPresent(),
        pid,
        health.ready(),
        health.words(),
        options.url(part).toString());
  }

  private static String addresses(Map<String, String> settings) {
    return "kafka %s, s3 %s, temporal %s"
        .formatted(
            settings.get("kafka.bootstrap.servers"),
            settings.get("penstock.s3.endpoint"),
            settings.get("penstock.temporal.address"));
  }
}
