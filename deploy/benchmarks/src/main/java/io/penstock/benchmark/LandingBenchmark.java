package io.penstock.benchmark;

import io.penstock.cli.console.Console;
import io.penstock.cli.event.ClickstreamGenerator;
import io.penstock.cli.pipeline.PipelineFiles;
import io.penstock.cli.system.JvmOptions;
import io.penstock.cli.system.Part;
import io.penstock.contracts.build.WindowDescription;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.source.BatchDescription;
import io.penstock.lake.store.MinioObjectStore;
import io.penstock.lake.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Sends the clickstream through a system, and measures what its ingest takes for it against a
 * consumer that throws the records away. Both are processes with the same JVM options, and both
 * have read another topic before.
 */
final class LandingBenchmark {
  private static final int TOPIC_PARTITIONS = 3;
  private static final long SEED = 1;
  private static final long WARM_UP_EVENTS_MAX = 500_000;
  private static final String WARM_UP = "warmup";
  private static final String MEASURED = "clicks";

  private final BenchmarkSystem system;
  private final Console console;
  private final long events;

  /**
   * What passed through the system.
   *
   * @param pipeline the pipeline
   * @param bytes of the payloads
   * @param windows what was published
   * @param raw the raw batches, downloaded
   */
  record Landed(
      PipelineFiles pipeline,
      long bytes,
      List<WindowDescription> windows,
      List<Path> raw,
      Cost consumer,
      Cost ingest) {

    /** The same, for a comparison of what is made of it. */
    TransformBenchmark.Input input() {
      return new TransformBenchmark.Input(
          pipeline.spec(),
          raw,
          windows.stream()
              .collect(
                  Collectors.toMap(
                      WindowDescription::window,
                      WindowDescription::windowed,
                      Fingerprint::plus,
                      TreeMap::new)));
    }
  }

  LandingBenchmark(BenchmarkSystem system, Console console, long events) {
    this.system = system;
    this.console = console;
    this.events = events;
  }

  Landed run(Path folder) {
    try (Stream warmUp = new Stream(system, console, WARM_UP, TOPIC_PARTITIONS);
        Stream stream = new Stream(system, console, MEASURED, TOPIC_PARTITIONS)) {
      warmUp(warmUp);
      stream.produce(new ClickstreamGenerator(events, SEED), events);
      console.done("%,d events produced".formatted(events));
      RawConsumer.Reading raw = consumeRaw();
      console.done("a raw consumer read them (%s)".formatted(Console.words(raw.cost().wall())));
      Instant started = Instant.now();
      Duration cpu = system.usage(Part.INGEST).cpu();
      PipelineFiles pipeline = stream.register("clickstream", LandingBenchmark::byDay);
      stream.awaitLanded(events);
      cpu = system.usage(Part.INGEST).cpu().minus(cpu);
      List<BatchDescription> batches =
          system.catalog().list(BatchDescription.class, "sources/%s/batches", MEASURED);
      Instant landed =
          batches.stream().map(BatchDescription::committedAt).max(Instant::compareTo).get();
      Cost ingest = new Cost(Duration.between(started, landed), cpu);
      console.done("%,d events landed (%s)".formatted(events, Console.words(ingest.wall())));
      stream.complete();
      stream.awaitPublished();
      List<WindowDescription> windows = stream.windows();
      console.done(
          "%d windows published (%s since landing began)"
              .formatted(windows.size(), Console.words(Duration.between(started, Instant.now()))));
      return new Landed(
          pipeline, raw.bytes(), windows, download(batches, folder), raw.cost(), ingest);
    }
  }

  /** Windows of a day, as a training set has them; the example's hours are small. */
  static String byDay(String yaml) {
    return yaml.replace("size: PT1H", "size: P1D").replace("hour(event_time)", "day(event_time)");
  }

  private void warmUp(Stream stream) {
    long count = Math.min(WARM_UP_EVENTS_MAX, events);
    stream.produce(new ClickstreamGenerator(count, SEED + 1), count);
    stream.register("clickstream", LandingBenchmark::byDay);
    stream.awaitLanded(count);
    stream.complete();
    stream.awaitPublished();
    console.done("warmed up with %,d other events".formatted(count));
  }

  private RawConsumer.Reading consumeRaw() {
    console.progress("reading them with a raw consumer");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.of(Part.INGEST));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(RawConsumer.class.getName());
    command.addAll(List.of(system.kafka(), WARM_UP, MEASURED));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      byte[] output = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        throw PenstockException.internal("raw-consumer-failed", "the raw consumer failed");
      }
      return Json.read(output, RawConsumer.Reading.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PenstockException.external("interrupted", "interrupted", e);
    }
  }

  private List<Path> download(List<BatchDescription> batches, Path folder) {
    try (ObjectStore store = new MinioObjectStore(system.store())) {
      Files.createDirectories(folder);
      List<Path> files = new ArrayList<>();
      for (BatchDescription batch : batches) {
        Path own = Files.createDirectories(folder.resolve(Long.toString(batch.seq())));
        files.add(store.download(batch.object().key(), batch.object().sha256(), own));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
