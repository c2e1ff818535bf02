package io.penstock.benchmark;

import io.penstock.cli.catalog.CatalogClient;
import io.penstock.cli.console.Console;
import io.penstock.cli.event.EventProducer;
import io.penstock.cli.event.Topic;
import io.penstock.cli.pipeline.PipelineFiles;
import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.build.WindowState;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.ledger.SourceLedger;
import io.penstock.contracts.pipeline.PipelineSpecParser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A topic and the pipeline that makes a dataset of it, all three of one name. */
final class Stream implements AutoCloseable {
  /** Time without any progress after which a run is given up. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration POLL = Duration.ofMillis(100);

  private final BenchmarkSystem system;
  private final CatalogClient catalog;
  private final Console console;
  private final String name;
  private final Topic topic;

  Stream(BenchmarkSystem system, Console console, String name, int topicPartitions) {
    this.system = system;
    this.catalog = system.catalog();
    this.console = console;
    this.name = name;
    this.topic = new Topic(system.kafka(), name);
    topic.create(topicPartitions);
  }

  /** Puts events into the topic, which knows no pipeline yet. */
  void produce(Iterable<byte[]> events, long count) {
    new EventProducer(system.kafka(), name)
        .send(
            events,
            topic.endOffsets(),
            done -> console.progress("producing %,d of %,d events".formatted(done, count)));
  }

  /**
   * Registers an example's pipeline under this name.
   *
   * @param example the folder below {@code examples}, and the name that its pipeline has there
   * @param change what else is different
   */
  PipelineFiles register(String example, UnaryOperator<String> change) {
    PipelineFiles files = PipelineFiles.read(system.file("examples/" + example + "/pipeline.yaml"));
    String yaml =
        change.apply(
            files
                .yaml()
                .replace("name: " + example, "name: " + name)
                .replace("topic: " + example, "topic: " + name));
    PipelineFiles renamed = new PipelineFiles(yaml, PipelineSpecParser.parse(yaml), files.suites());
    renamed.register(catalog);
    return renamed;
  }

  /** Declares that nothing more comes, so that every window closes. */
  void complete() {
    catalog.post(Object.class, topic.completion(), "sources/%s/completion", name);
  }

  void awaitLanded(long events) {
    long seen = -1;
    Instant moved = Instant.now();
    while (true) {
      long landed = catalog.get(SourceLedger.class, "sources/%s/ledger", name).landed().count();
      if (landed >= events) {
        return;
      }
      console.progress("landing %s: %,d of %,d events".formatted(name, landed, events));
      moved = landed > seen ? Instant.now() : moved;
      seen = landed;
      pause(moved, "events of " + name + " to land");
    }
  }

  void awaitPublished() {
    long seen = -1;
    Instant moved = Instant.now();
    while (true) {
      List<WindowDescription> windows = windows();
      windows.forEach(this::requireNotRefused);
      long published =
          windows.stream().filter(window -> window.state() == WindowState.PUBLISHED).count();
      if (!windows.isEmpty() && published == windows.size()) {
        return;
      }
      console.progress(
          "building %s: %d of %d windows published".formatted(name, published, windows.size()));
      moved = published > seen ? Instant.now() : moved;
      seen = published;
      pause(moved, "windows of " + name + " to be published");
    }
  }

  List<WindowDescription> windows() {
    return catalog.list(WindowDescription.class, "pipelines/%s/windows", name);
  }

  String name() {
    return name;
  }

  @Override
  public void close() {
    topic.close();
  }

  private void requireNotRefused(WindowDescription window) {
    if (window.state() == WindowState.REJECTED || window.state() == WindowState.FAILED) {
      throw PenstockException.external(
          "not-published",
          "window %s of %s is %s".formatted(window.window(), name, window.state()));
    }
  }

  /** Waits as long as it takes for something that comes soon, and looks often. */
  static void await(Duration poll, String what, BooleanSupplier condition) {
    Instant started = Instant.now();
    while (!condition.getAsBoolean()) {
      pause(poll, started, what);
    }
  }

  private static void pause(Instant moved, String what) {
    pause(POLL, moved, what);
  }

  private static void pause(Duration poll, Instant moved, String what) {
    if (Instant.now().isAfter(moved.plus(PATIENCE))) {
      throw PenstockException.external(
          "timeout", "waited %s for %s".formatted(Console.words(PATIENCE), what));
    }
    try {
      Thread.sleep(poll);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PenstockException.external("interrupted", "interrupted", e);
    }
  }
}
