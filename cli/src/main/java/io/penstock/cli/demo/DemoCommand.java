package io.penstock.cli.demo;

import io.penstock.cli.catalog.CatalogClient;
import io.penstock.cli.console.Console;
import io.penstock.cli.event.EventProducer;
import io.penstock.cli.event.Topic;
import io.penstock.cli.pipeline.PipelineFiles;
import io.penstock.cli.system.Backing;
import io.penstock.cli.system.Checkout;
import io.penstock.cli.system.LocalSystem;
import io.penstock.cli.system.Part;
import io.penstock.cli.system.StopOnInterrupt;
import io.penstock.cli.system.SystemOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** 20,000 real flights from Kafka to a published dataset version. */
@Command(
    name = "demo",
    description = {
      "Starts everything, produces 20,000 flights to Kafka, waits until they are published as a dataset version, and shows it.",
      "Exits 0 only if the ledger balances. Stops what it started, unless --keep is given."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final String NAME = "flights";
  private static final int TOPIC_PARTITIONS = 3;

  @Mixin private SystemOptions options;

  @Option(names = "--keep", description = "Leaves everything running.")
  private boolean keep;

  @Option(
      names = "--running",
      description =
          "Uses the system that runs already, on a cluster or from Compose, and starts and stops nothing.")
  private boolean running;

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Console console = Console.standard();
    LocalSystem system = new LocalSystem(options, console);
    if (running) {
      return run(system.backing(), console, Instant.now());
    }
    boolean wasUp = system.isUp();
    if (wasUp) {
      return startAndRun(system, console);
    }
    try (var _ = new StopOnInterrupt(system)) {
      return startAndRun(system, console);
    } finally {
      if (!keep) {
        system.down();
      }
    }
  }

  private int startAndRun(LocalSystem system, Console console) {
    Instant started = Instant.now();
    system.up();
    return run(system.backing(), console, started);
  }

  private int run(Backing backing, Console console, Instant started) {
    CatalogClient catalog = new CatalogClient(options.url(Part.CATALOG));
    PipelineFiles flights =
        PipelineFiles.read(Checkout.current().file("examples/flights/pipeline.yaml"));
    List<byte[]> events =
        FlightsEvents.read(Checkout.current().file("examples/flights/data/flights-20k.json.gz"));
    String kafka = backing.kafkaBootstrapServers();
    try (Topic topic = new Topic(kafka, NAME)) {
      topic.create(TOPIC_PARTITIONS);
      int specVersion = flights.register(catalog).specVersion();
      console.done("pipeline %s registered, spec version %d".formatted(NAME, specVersion));
      long sent =
          new EventProducer(kafka, NAME)
              .send(
                  events,
                  topic.endOffsets(),
                  done ->
                      console.progress(
                          "producing %,d of %,d events".formatted(done, events.size())));
      console.done(
          "%,d events produced to topic %s, %,d were there"
              .formatted(sent, NAME, events.size() - sent));
      catalog.post(Object.class, topic.completion(), "sources/%s/completion", NAME);
    }
    new PublicationWatch(catalog, NAME, events.size(), console).await();
    DemoReport report = DemoReport.collect(catalog, backing, NAME);
    report.print(
        console, options, Duration.between(started, Instant.now()), keep || running || json, json);
    return report.balanced() ? 0 : 1;
  }
}
