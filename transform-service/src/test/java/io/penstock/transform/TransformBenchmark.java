package io.penstock.transform;

import com.sun.management.OperatingSystemMXBean;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.EngineIdentity;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.UserQuery;
import io.penstock.lake.fingerprint.Fingerprints;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.transform.conform.Conform;
import io.penstock.transform.output.Transform;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures conform and transform of one window against the same work typed into DuckDB by hand, and
 * of many small windows. A program, not a test: {@code main <directory> [events] [threads] [memory
 * MiB]}. CPU time says more than wall time on a busy machine.
 */
public final class TransformBenchmark {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final Window DAY =
      new Window(Instant.parse("2024-01-01T00:00:00Z"), Instant.parse("2024-01-02T00:00:00Z"));
  private static final PipelineSpec SPEC =
      LocalBuild.spec(
          """
          apiVersion: penstock.io/v1
          kind: Pipeline
          name: clickstream
          source: {topic: clickstream, eventTime: {field: event_timestamp}}
          schema:
            versions:
              - version: 1
                fields:
                  user_id: string
                  session_id: string
                  event_type: string
                  event_timestamp: string
                  session_duration_seconds: int
                  purchase_amount_usd: double?
                  email: string
                  label: int
          key: [user_id, session_id, event_type, event_timestamp]
          window: {size: P1D}
          transform: |
            SELECT event_time, user_id, event_type, session_duration_seconds, purchase_amount_usd, label
            FROM input
          dataset:
            name: clickstream
            partitionBy: ["day(event_time)", label]
            orderBy: [event_time, user_id]
          """);

  private final Path directory;
  private final EngineSettings engine;

  private TransformBenchmark(Path directory, EngineSettings engine) {
    this.directory = directory;
    this.engine = engine;
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    long events = arguments.length > 1 ? Long.parseLong(arguments[1]) : 5_000_000;
    int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
    long memory = arguments.length > 3 ? Long.parseLong(arguments[3]) : 512;
    Files.createDirectories(directory);
    TransformBenchmark benchmark =
        new TransformBenchmark(
            directory, new EngineSettings(directory.resolve("scratch"), memory << 20, threads));
    benchmark.large(benchmark.raw(events));
    benchmark.small();
  }

  private Path raw(long events) throws Exception {
    Path raw = directory.resolve("raw-" + events + ".parquet");
    if (!Files.exists(raw)) {
      byHand(
          """
          COPY (SELECT 'AAAAAAAAAAAAAAAAAAAAAA' AS topic_id, (hash(i, 9) %% 3)::INTEGER AS partition, i::BIGINT AS "offset",
            epoch_ms(t) AS timestamp, 'create' AS timestamp_type, NULL::BLOB AS key,
            []::STRUCT(name VARCHAR, value BLOB)[] AS headers,
            encode(format('{{"user_id":"usr_{:016x}","session_id":"s{}","event_type":"{}","event_timestamp":"{}","session_duration_seconds":{},"purchase_amount_usd":{:.2f},"email":"u{}@example.org","label":{}}}',
              (hash(i %% 200000) >> 1)::BIGINT, i // 7, ['page_view', 'add_to_cart', 'purchase', 'search'][1 + (hash(i, 1) %% 4)::INTEGER],
              strftime(t, '%%Y-%%m-%%dT%%H:%%M:%%S.%%fZ'), hash(i, 2) %% 86400, (hash(i, 3) %% 5000000) / 100.0, i, hash(i, 4) %% 2)) AS payload,
            now() AS ingested_at, t::TIMESTAMPTZ AS event_time, 'ok' AS status, NULL::VARCHAR AS reason
          FROM (SELECT i, TIMESTAMP '2024-01-01' + to_microseconds((i * 86399000000 // %d)::BIGINT) AS t FROM range(%d) AS r(i))
          ORDER BY hash(i, 7)) TO '%s' (FORMAT parquet, COMPRESSION zstd)
          """
              .formatted(events, events, raw));
    }
    return raw;
  }

  private void large(Path raw) throws Exception {
    String decoded =
        """
        SELECT event_time, topic_id, partition, "offset", payload, unnest(json_transform(decode(payload),
          '{"user_id":"VARCHAR","session_id":"VARCHAR","event_type":"VARCHAR","event_timestamp":"VARCHAR","session_duration_seconds":"INTEGER","purchase_amount_usd":"DOUBLE","email":"VARCHAR","label":"INTEGER"}'))
        FROM '%s' WHERE status = 'ok' AND event_time >= TIMESTAMPTZ '2024-01-01 00:00:00+00' AND event_time < TIMESTAMPTZ '2024-01-02 00:00:00+00'
        """
            .formatted(raw);
    String copy =
        """
        COPY (SELECT event_time, user_id, event_type, session_duration_seconds, purchase_amount_usd, label, event_time::DATE AS day FROM (%s)
          ORDER BY event_time, user_id) TO '%s' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (day, label), WRITE_PARTITION_COLUMNS true, OVERWRITE)
        """;
    String unique =
        "SELECT * FROM ("
            + decoded
            + ") QUALIFY row_number() OVER (PARTITION BY user_id, session_id, event_type, event_timestamp ORDER BY event_time, partition, \"offset\") = 1";
    Path target = directory.resolve("by-hand");
    Measure plain =
        measure("by hand, no duplicates removed", () -> byHand(copy.formatted(decoded, target)));
    Measure hand = measure("by hand", () -> byHand(copy.formatted(unique, target)));
    BuildPlan plan = plan(raw);
    Path conformed = directory.resolve("conformed.parquet");
    Measure conform = measure("conform", () -> conform(plan, raw, conformed));
    Measure transform = measure("transform", () -> transform(plan, conformed));
    Measure ours = conform.plus(transform);
    System.out.printf(
        "conform + transform: %.2f x wall, %.2f x CPU of by hand (%.2f x, %.2f x without removing duplicates)%n",
        ours.over(hand)[0], ours.over(hand)[1], ours.over(plain)[0], ours.over(plain)[1]);
  }

  private void conform(BuildPlan plan, Path raw, Path target) throws Exception {
    last = SYSTEM.getProcessCpuTime();
    try (EngineSession session = Engine.open(engine)) {
      Path local = session.scratch().resolve("raw.parquet");
      Files.createLink(local, raw);
      Conform.Result result =
          new Conform(session, plan, PrivacyKeys.of(Map.of()), this::tell).run(List.of(local));
      Files.deleteIfExists(target);
      Files.move(result.conformed(), target);
    }
  }

  private void transform(BuildPlan plan, Path conformed) throws Exception {
    last = SYSTEM.getProcessCpuTime();
    UserQuery sql = Transform.check(plan);
    try (EngineSession session = Engine.open(engine)) {
      Path local = session.scratch().resolve("conformed.parquet");
      Files.createLink(local, conformed);
      Transform.Result result =
          new Transform(session, plan, sql, this::tell)
              .run(local, plan.windowed(), Optional.empty());
      System.out.println("  " + result.files().size() + " files, published " + result.published());
    }
  }

  private long last;

  private void tell(String phase, long rows) {
    long now = SYSTEM.getProcessCpuTime();
    System.out.printf("  CPU %5d ms until %s (%d)%n", (now - last) / 1_000_000, phase, rows);
    last = now;
  }

  private BuildPlan plan(Path raw) throws Exception {
    try (EngineSession session = Engine.open(engine)) {
      Path local = session.scratch().resolve("raw.parquet");
      Files.createLink(local, raw);
      Fingerprint rows =
          Fingerprints.ofOrigins(
              session, "SELECT topic_id, partition, \"offset\" FROM '" + local + "'");
      return new BuildPlan(
          BuildId.of(Sha256.of("b")),
          SPEC,
          1,
          DAY,
          1,
          List.of(
              new PlannedBatch(
                  1,
                  new TopicPartition(LocalBuild.TOPIC, 0),
                  new StoredObject(new ObjectKey("raw/x"), Sha256.of("x"), 1),
                  rows)),
          Map.of(),
          new EngineIdentity("", 1, ""));
    }
  }

  /** The flights of the example, a day at a time: what an almost empty build costs. */
  private void small() throws Exception {
    LocalBuild build = new LocalBuild(directory, 2);
    PipelineSpec spec = Flights.spec();
    List<Raw> rows =
        Flights.batches().getFirst().stream()
            .filter(row -> row.eventTime().isBefore(Instant.parse("2001-01-03T00:00:00Z")))
            .filter(row -> row.eventTime().isAfter(Instant.parse("2001-01-01T23:59:59Z")))
            .toList();
    BuildPlan plan = LocalBuild.plan(spec, rows);
    Path raw = directory.resolve("small.parquet");
    try (EngineSession session = Engine.open(engine)) {
      Path local = session.scratch().resolve("raw.parquet");
      LocalBuild.write(session, rows, local);
      Files.deleteIfExists(raw);
      Files.move(local, raw);
    }
    Path conformed = directory.resolve("small-conformed.parquet");
    Fingerprint expected = plan.windowed();
    for (int round = 0; round < 3; round++) {
      Measure conform =
          measure(
              "20 small conforms",
              () -> repeat(() -> silently(() -> conform(plan, raw, conformed))));
      Measure transform =
          measure(
              "20 small transforms",
              () -> repeat(() -> silently(() -> transform(plan, conformed))));
      System.out.printf(
          "%d rows: per conform %d ms, CPU %d ms; per transform %d ms, CPU %d ms%n",
          expected.count(),
          conform.wall.toMillis() / 20,
          conform.cpu.toMillis() / 20,
          transform.wall.toMillis() / 20,
          transform.cpu.toMillis() / 20);
    }
  }

  private static void repeat(Work work) throws Exception {
    for (int time = 0; time < 20; time++) {
      work.run();
    }
  }

  private static void silently(Work work) throws Exception {
    var out = System.out;
    System.setOut(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));
    try {
      work.run();
    } finally {
      System.setOut(out);
    }
  }

  private void byHand(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + engine.threads());
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute(
          "SET memory_limit = '" + Math.max(engine.memoryLimitBytes() >> 20, 2048) + "MiB'");
      statement.execute("SET temp_directory = '" + directory.resolve("spill") + "'");
      statement.execute(sql);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private record Measure(Duration wall, Duration cpu) {
    Measure plus(Measure other) {
      return new Measure(wall.plus(other.wall), cpu.plus(other.cpu));
    }

    double[] over(Measure other) {
      return new double[] {
        (double) wall.toNanos() / other.wall.toNanos(), (double) cpu.toNanos() / other.cpu.toNanos()
      };
    }
  }

  private static Measure measure(String what, Work work) throws Exception {
    long wall = System.nanoTime();
    long cpu = SYSTEM.getProcessCpuTime();
    work.run();
    Measure measure =
        new Measure(
            Duration.ofNanos(System.nanoTime() - wall),
            Duration.ofNanos(SYSTEM.getProcessCpuTime() - cpu));
    System.out.printf(
        "%s: %d ms, CPU %d ms%n", what, measure.wall.toMillis(), measure.cpu.toMillis());
    return measure;
  }
}
