package io.penstock.cli.event;

import io.penstock.cli.catalog.CatalogOptions;
import io.penstock.cli.console.Console;
import io.penstock.cli.system.Backing;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.source.Completion;
import io.penstock.contracts.source.SourceDescription;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Declares a source complete. */
@Command(
    name = "complete",
    description =
        "Declares that nothing comes after what its topic holds now: all windows with rows close once that is landed.")
public final class CompleteCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(300);

  @Mixin private CatalogOptions options;

  @Parameters(paramLabel = "SOURCE", description = "Name of the source.")
  private String source;

  @Option(names = "--no-wait", description = "Returns as soon as the end is declared.")
  private boolean noWait;

  @Override
  public Integer call() throws InterruptedException {
    SourceDescription description =
        options.client().get(SourceDescription.class, "sources/%s", source);
    try (Topic topic =
        new Topic(
            Backing.of(options.system()).kafkaBootstrapServers(), description.spec().topic())) {
      Completion completion = topic.completion();
      options.client().post(Object.class, completion, "sources/%s/completion", source);
      while (!noWait && !landed(completion)) {
        Console.standard().progress("waiting until source " + source + " is landed");
        Thread.sleep(POLL);
      }
      if (options.json()) {
        Console.standard().line(Json.text(completion));
      } else {
        Console.standard()
            .done("source %s is complete at %s".formatted(source, completion.endOffsets()));
      }
    }
    return 0;
  }

  private boolean landed(Completion completion) {
    return options
        .client()
        .get(SourceDescription.class, "sources/%s", source)
        .topicPartitions()
        .stream()
        .filter(state -> state.partition().topicId().equals(completion.topicId()))
        .allMatch(state ->
            state.position()
                >= completion.endOffsets().getOrDefault(state.partition().partition(), 0L));
  }
}
