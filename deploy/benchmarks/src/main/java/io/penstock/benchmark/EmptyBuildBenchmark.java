package io.penstock.benchmark;

import io.penstock.cli.console.Console;
import io.penstock.contracts.build.BuildDescription;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.lake.store.MinioObjectStore;
import io.penstock.lake.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what a build costs that has nothing to do: one window with one row, from the moment that
 * its source is declared complete until the version is there. In between lie the watermark, an
 * event through Kafka, the pipeline's workflow, the plan, four activities, and the publication.
 */
final class EmptyBuildBenchmark {
  private static final int BUILDS = 6;
  private static final Duration POLL = Duration.ofMillis(10);
  private static final byte[] EVENT =
      """
      {"date":"2001/01/01 10:20","delay":24,"distance":1235,"origin":"LGA","destination":"MCO"}
      """
          .strip()
          .getBytes(StandardCharsets.UTF_8);

  private final BenchmarkSystem system;
  private final Console console;

  /**
   * One build.
   *
   * @param total from the completion of its source until its version is there
   * @param parts how long each part of it took, in their order; a step takes from the end of the
   *     one before it until its outcome is stored
   */
  record Build(Duration total, Map<String, Duration> parts) {}

  EmptyBuildBenchmark(BenchmarkSystem system, Console console) {
    this.system = system;
    this.console = console;
  }

  /** The build that took the median time. */
  Build run() {
    List<Stream> streams = new ArrayList<>();
    try {
      for (int i = 0; i < BUILDS; i++) {
        Stream stream = new Stream(system, console, "one-row-" + i, 1);
        streams.add(stream);
        stream.produce(List.of(EVENT), 1);
        stream.register("flights", yaml -> yaml);
      }
      streams.forEach(stream -> stream.awaitLanded(1));
      List<Build> builds = new ArrayList<>(streams.stream().map(this::build).toList());
      // The first one is not like those that follow.
      builds.removeFirst();
      builds.sort((a, b) -> a.total().compareTo(b.total()));
      Build median = builds.get(builds.size() / 2);
      console.done(
          "%d builds of one row (median %s)"
              .formatted(builds.size(), Console.words(median.total())));
      return median;
    } finally {
      streams.forEach(Stream::close);
    }
  }

  private Build build(Stream stream) {
    console.progress("building one row: " + stream.name());
    try (ObjectStore store = new MinioObjectStore(system.store())) {
      StepWatch watch = new StepWatch(stream, store);
      Instant completed = Instant.now();
      stream.complete();
      Stream.await(
          POLL, "the version of " + stream.name(), () -> watch.look() && isPublished(stream));
      Instant published = Instant.now();
      return new Build(Duration.between(completed, published), parts(completed, published, watch));
    }
  }

  private boolean isPublished(Stream stream) {
    return system
        .catalog()
        .find(VersionDescription.class, "datasets/%s/versions/latest", stream.name())
        .isPresent();
  }

  private Map<String, Duration> parts(Instant completed, Instant published, StepWatch watch) {
    Map<String, Duration> parts = new LinkedHashMap<>();
    BuildDescription build =
        system.catalog().get(BuildDescription.class, "builds/%s", watch.build());
    parts.put("until planned", Duration.between(completed, build.plannedAt()));
    Instant last = build.plannedAt();
    for (Map.Entry<Step, Instant> step : watch.ends().entrySet()) {
      parts.put(step.getKey().text(), Duration.between(last, step.getValue()));
      last = step.getValue();
    }
    parts.put("publish", Duration.between(last, published));
    return parts;
  }
}
