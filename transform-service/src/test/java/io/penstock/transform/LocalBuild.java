package io.penstock.transform;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.EngineIdentity;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.pipeline.PipelineSpecParser;
import io.penstock.contracts.quarantine.HeldRows;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.engine.UserQuery;
import io.penstock.lake.fingerprint.OriginFingerprint;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.transform.conform.Conform;
import io.penstock.transform.engine.Progress;
import io.penstock.transform.output.Transform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Builds windows on this machine's disk, for tests: raw rows in, rows out. */
public final class LocalBuild {
  public static final TopicId TOPIC = new TopicId("AAAAAAAAAAAAAAAAAAAAAA");

  private final Path directory;
  private final int threads;
  private int files;

  public LocalBuild(Path directory, int threads) {
    this.directory = directory;
    this.threads = threads;
  }

  public static PipelineSpec spec(String yaml) {
    return PipelineSpecParser.parse(yaml);
  }

  public EngineSession session() {
    return session(threads);
  }

  private EngineSession session(int withThreads) {
    return Engine.open(new EngineSettings(directory.resolve("scratch"), 512L << 20, withThreads));
  }

  /** What conform made, read back. */
  public record Conformed(Conform.Result result, Path conformed, Path quarantine) {}

  /** Conforms the rows of the window of the first row. */
  @SafeVarargs
  public final Conformed conform(PipelineSpec spec, List<Raw>... batches) {
    return conform(plan(spec, batches), List.of(batches));
  }

  public Conformed conform(BuildPlan plan, List<List<Raw>> batches) {
    try (EngineSession session = session()) {
      List<Path> local = new ArrayList<>();
      for (List<Raw> batch : batches) {
        Path target = session.scratch().resolve("batch" + local.size() + ".parquet");
        write(session, batch, target);
        local.add(target);
      }
      PrivacyKeys keys =
          PrivacyKeys.of(Map.of("k", "0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));
      Optional<Path> held = plan.held().map(rows -> copy(session, rows.object().key().value()));
      Conform.Result result = new Conform(session, plan, keys, Progress.NONE).run(local, held);
      Path conformed = keep(result.conformed());
      Path quarantine =
          result.quarantine().isPresent() ? keep(result.quarantine().get().file()) : null;
      return new Conformed(result, conformed, quarantine);
    }
  }

  /** What transform made, read back. */
  public record Transformed(Transform.Result result, Map<String, Path> files) {}

  /** Transforms what conform made of the batches. */
  @SafeVarargs
  public final Transformed build(PipelineSpec spec, List<Raw>... batches) {
    return transform(plan(spec, batches), conform(spec, batches), Optional.empty());
  }

  /**
   * @param quarantined offsets that a checkpoint takes out of topic-partition 0
   */
  public Transformed transform(
      BuildPlan plan, Conformed conformed, Optional<List<Long>> quarantined) {
    UserQuery sql = Transform.check(plan);
    try (EngineSession session = session(sql.rowWise() ? threads : 1)) {
      Path input = Files.copy(conformed.conformed(), session.scratch().resolve("in.parquet"));
      Optional<Path> taken =
          quarantined.map(offsets -> {
            Path file = session.scratch().resolve("taken.parquet");
            session.execute(
                "COPY (SELECT '%s' AS topic_id, 0 AS partition, unnest(%s::BIGINT[]) AS \"offset\") TO %s"
                    .formatted(TOPIC, offsets, Sql.literal(file)));
            return file;
          });
      Fingerprint left = conformed.result().left();
      Transform.Result result =
          new Transform(session, plan, sql, Progress.NONE).run(input, left, taken);
      Map<String, Path> kept = new LinkedHashMap<>();
      result.files().forEach(file -> kept.put(file.partitionPath(), keep(file.path())));
      return new Transformed(result, kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SafeVarargs
  public static BuildPlan plan(PipelineSpec spec, List<Raw>... batches) {
    Window window = spec.window().windowOf(batches[0].getFirst().eventTime());
    List<PlannedBatch> planned = new ArrayList<>();
    for (List<Raw> batch : batches) {
      Fingerprint rows =
          batch.stream()
              .filter(row -> row.status().equals("ok") && window.contains(row.eventTime()))
              .map(row -> OriginFingerprint.of(TOPIC, row.partition(), row.offset()))
              .reduce(Fingerprint.EMPTY, Fingerprint::plus);
      planned.add(
          new PlannedBatch(
              planned.size() + 1,
              new TopicPartition(TOPIC, batch.getFirst().partition()),
              new StoredObject(new ObjectKey("raw/" + planned.size()), Sha256.of("x"), 1),
              rows));
    }
    return new BuildPlan(
        BuildId.of(Sha256.of("build")),
        spec,
        1,
        window,
        planned.size(),
        planned,
        Map.of(),
        new EngineIdentity("test", 1, ""));
  }

  /** Writes rows as ingest does. */
  public static void write(EngineSession session, List<Raw> rows, Path target) {
    session.execute("DROP TABLE IF EXISTS written");
    session.execute(
        "CREATE TABLE written (topic_id VARCHAR, partition INTEGER, \"offset\" BIGINT, timestamp BIGINT,"
            + " timestamp_type VARCHAR, key BLOB, headers STRUCT(name VARCHAR, value BLOB)[], payload BLOB,"
            + " ingested_at TIMESTAMPTZ, event_time TIMESTAMPTZ, status VARCHAR, reason VARCHAR)");
    for (int from = 0; from < rows.size(); from += 500) {
      session.execute(
          "INSERT INTO written VALUES "
              + rows.subList(from, Math.min(rows.size(), from + 500)).stream()
                  .map(LocalBuild::values)
                  .collect(Collectors.joining(", ")));
    }
    session.execute("COPY written TO " + Sql.literal(target) + " (FORMAT parquet)");
    session.execute("DROP TABLE written");
  }

  private static String values(Raw row) {
    return "('%s', %d, %d, 0, 'create', 'k'::BLOB, [{name: 'h', value: 'v'::BLOB}], %s, now(), to_timestamp(0) + to_microseconds(%d), '%s', NULL)"
        .formatted(
            TOPIC,
            row.partition(),
            row.offset(),
            row.payload() == null ? "NULL" : Sql.literal(row.payload()),
            ChronoUnit.MICROS.between(Instant.EPOCH, row.eventTime()),
            row.status());
  }

  /** Rows of a Parquet file in their order: the values of some expressions as text, joined by |. */
  public List<String> rows(Path file, String expressions) {
    try (EngineSession session = session()) {
      Path copy = Files.copy(file, session.scratch().resolve("read.parquet"));
      return session.queryRows(
          "SELECT COLUMNS(*)::VARCHAR FROM (SELECT %s FROM read_parquet(%s))"
              .formatted(expressions, Sql.literal(copy)),
          row -> {
            List<String> values = new ArrayList<>();
            for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
              values.add(String.valueOf(row.getString(column)));
            }
            return String.join("|", values);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of an earlier quarantine to hold, as a plan names them; the key is a local path. */
  public HeldRows held(
      Path quarantine, String condition, Fingerprint schemaFailed, Fingerprint quarantined) {
    try (EngineSession session = session()) {
      Path target = session.scratch().resolve("held.parquet");
      session.execute(
          "COPY (SELECT topic_id, partition, \"offset\", stage, rules FROM read_parquet(%s) WHERE %s) TO %s (FORMAT parquet)"
              .formatted(
                  Sql.literal(copy(session, quarantine.toString().substring(1))),
                  condition,
                  Sql.literal(target)));
      String key = keep(target).toString().substring(1);
      return new HeldRows(
          new StoredObject(new ObjectKey(key), Sha256.of(key), 1), schemaFailed, quarantined);
    }
  }

  private static Path copy(EngineSession session, String key) {
    try {
      return Files.copy(Path.of("/" + key), session.scratch().resolve("copied.parquet"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path keep(Path file) {
    try {
      return Files.copy(file, directory.resolve("kept" + files++ + ".parquet"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
