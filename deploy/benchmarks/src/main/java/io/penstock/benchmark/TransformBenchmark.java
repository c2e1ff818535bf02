package io.penstock.benchmark;

import io.penstock.cli.console.Console;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.transform.conform.Conform;
import io.penstock.transform.engine.Progress;
import io.penstock.transform.output.Transform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Runs conform and transform over windows of raw batches, and beside them the same SQL as typed by
 * hand, in this process and with the memory and threads of a service. Nothing else should run.
 */
final class TransformBenchmark {
  /** The default of {@code penstock.engine.threads}. */
  private static final int THREADS = 2;

  private static final int WINDOWS_MAX = 5;

  private final Console console;
  private final Path folder;
  private final EngineSettings engine;
  private final Input input;
  private final PipelineSpec spec;
  private final HandWritten handWritten;
  private final Map<String, Duration> phases = new LinkedHashMap<>();
  private long phaseBegan;

  /**
   * What the windows took.
   *
   * @param rows rows that were published
   * @param phases processor time of the parts of conform and transform
   */
  record Result(
      long rows, Cost byHand, Cost conform, Cost transform, Map<String, Duration> phases) {
    Cost ours() {
      return conform.plus(transform);
    }
  }

  /**
   * What there is to transform.
   *
   * @param raw batches, as ingest writes them
   * @param windowed by window, the origins of its rows
   */
  record Input(PipelineSpec spec, List<Path> raw, SortedMap<Window, Fingerprint> windowed) {}

  TransformBenchmark(Console console, Path folder, Input input, long memoryLimitMebibytes) {
    this.console = console;
    this.folder = folder;
    this.input = input;
    this.engine =
        new EngineSettings(folder.resolve("scratch"), memoryLimitMebibytes << 20, THREADS);
    this.spec = input.spec();
    this.handWritten = new HandWritten(engine, spec.transform(), console);
  }

  /** The first windows, each both ways in turn, after one round that does not count. */
  Result run() throws Exception {
    List<Window> windows = input.windowed().keySet().stream().limit(WINDOWS_MAX).toList();
    window(windows.getFirst());
    phases.clear();
    Result all = new Result(0, Cost.NONE, Cost.NONE, Cost.NONE, phases);
    for (Window window : windows) {
      console.progress("conform, transform, and the same by hand: " + window);
      Result one = window(window);
      all =
          new Result(
              all.rows() + one.rows(),
              all.byHand().plus(one.byHand()),
              all.conform().plus(one.conform()),
              all.transform().plus(one.transform()),
              phases);
    }
    console.done(
        "%,d rows in %d windows transformed (%s; by hand %s)"
            .formatted(
                all.rows(),
                windows.size(),
                Console.words(all.ours().wall()),
                Console.words(all.byHand().wall())));
    return all;
  }

  private Result window(Window window) throws Exception {
    List<Path> batches = batchesOf(window);
    Cost.Measured<Long> byHand =
        Cost.measure(() -> handWritten.run(batches, window, folder.resolve("by-hand")));
    BuildPlan plan = plan(window);
    Path conformed = folder.resolve("conformed.parquet");
    Cost.Measured<Fingerprint> conform = Cost.measure(() -> conform(plan, batches, conformed));
    Cost.Measured<Long> transform =
        Cost.measure(() -> transform(plan, conformed, conform.result()));
    if (!byHand.result().equals(transform.result())) {
      throw PenstockException.internal(
          "not-comparable",
          "%d rows were published in %s, but %d by hand"
              .formatted(transform.result(), window, byHand.result()));
    }
    return new Result(transform.result(), byHand.cost(), conform.cost(), transform.cost(), phases);
  }

  private Fingerprint conform(BuildPlan plan, List<Path> batches, Path target) throws Exception {
    Progress progress = phases("conform: read");
    try (EngineSession session = Engine.open(engine)) {
      List<Path> local = new ArrayList<>();
      for (Path batch : batches) {
        Path own = session.scratch().resolve("batch" + local.size() + ".parquet");
        local.add(Files.createLink(own, batch));
      }
      Conform.Result result =
          new Conform(session, plan, PrivacyKeys.of(Map.of()), progress).run(local);
      Files.move(result.conformed(), target, StandardCopyOption.REPLACE_EXISTING);
      progress.report("", 0);
      return result.windowed().minus(result.schemaFailed());
    }
  }

  private long transform(BuildPlan plan, Path conformed, Fingerprint expected) throws Exception {
    Progress progress = phases("transform: read");
    try (EngineSession session = Engine.open(engine)) {
      Path local = Files.createLink(session.scratch().resolve("conformed.parquet"), conformed);
      Transform.Result result =
          new Transform(session, plan, Transform.check(plan), progress)
              .run(local, expected, Optional.empty());
      progress.report("", 0);
      return result.published().orElseThrow().count();
    }
  }

  /** Charges the processor time between two reports to the phase that the earlier one began. */
  private Progress phases(String first) {
    String[] phase = {first};
    phaseBegan = Cost.processCpuNanos();
    return (next, rows) -> {
      long now = Cost.processCpuNanos();
      phases.merge(phase[0], Duration.ofNanos(now - phaseBegan), Duration::plus);
      phaseBegan = now;
      phase[0] = first.substring(0, first.indexOf(':') + 2) + next;
    };
  }

  private List<Path> batchesOf(Window window) throws Exception {
    List<Path> with = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (Path batch : input.raw()) {
        String any =
            "SELECT 1 FROM %s WHERE event_time >= '%s'::TIMESTAMPTZ AND event_time < '%s'::TIMESTAMPTZ LIMIT 1"
                .formatted(Sql.literal(batch), window.start(), window.end());
        try (ResultSet rows = statement.executeQuery(any)) {
          if (rows.next()) {
            with.add(batch);
          }
        }
      }
    }
    return with;
  }

  /** Stands for the catalog's plan; which objects the rows stand in does not matter here. */
  private BuildPlan plan(Window window) {
    Sha256 any = Sha256.of("benchmark");
    Fingerprint windowed = Objects.requireNonNull(input.windowed().get(window));
    return new BuildPlan(
        BuildId.of(any),
        spec,
        1,
        window,
        1,
        List.of(
            new PlannedBatch(
                1,
                new TopicPartition(new TopicId("AAAAAAAAAAAAAAAAAAAAAA"), 0),
                new StoredObject(new ObjectKey("raw/benchmark"), any, 1),
                windowed)),
        Map.of(),
        Engine.identity());
  }
}
