package io.penstock.cli.event;

import io.penstock.cli.console.Console;
import io.penstock.cli.system.Backing;
import io.penstock.cli.system.SystemOptions;
import io.penstock.contracts.failure.PenstockException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Produces the events of an example. */
@Command(
    name = "produce",
    description =
        "Produces generated events of the clickstream example to its topic. Started again with the same numbers it adds nothing.")
public final class ProduceCommand implements Callable<Integer> {
  @Mixin private SystemOptions options;

  @Parameters(paramLabel = "EXAMPLE", description = "clickstream.")
  private String example;

  @Option(
      names = "--events",
      defaultValue = "10000",
      paramLabel = "N",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private long events;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "The same seed gives the same events (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--partitions",
      defaultValue = "3",
      paramLabel = "N",
      description = "Topic-partitions, if the topic is made (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Override
  public Integer call() {
    if (!example.equals("clickstream")) {
      throw PenstockException.user(
          "unknown-example", "'%s' cannot be generated: use clickstream".formatted(example));
    }
    String kafka = Backing.of(options).kafkaBootstrapServers();
    Console console = Console.standard();
    try (Topic topic = new Topic(kafka, example)) {
      topic.create(partitions);
      long sent =
          new EventProducer(kafka, example)
              .send(
                  new ClickstreamGenerator(events, seed),
                  topic.endOffsets(),
                  done -> console.progress("producing %,d of %,d events".formatted(done, events)));
      console.done(
          "%,d events produced to topic %s, %,d were there"
              .formatted(sent, example, events - sent));
    }
    return 0;
  }
}
