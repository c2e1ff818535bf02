package io.penstock.catalog.scene;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.ConformOutcome;
import io.penstock.contracts.build.OutputColumn;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.build.StagedFile;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.build.TransformOutcome;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.quarantine.QuarantineFile;
import io.penstock.contracts.quarantine.QuarantineRule;
import io.penstock.contracts.quarantine.RuleCount;
import io.penstock.lake.fingerprint.OriginFingerprint;
import io.penstock.lake.store.FileHash;
import io.penstock.lake.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/**
 * What the steps of a build leave in the store: the data files are real, with a row for each event.
 */
final class Steps {
  private static final String COLUMNS = "event_time timestamptz, delay int, delayed boolean";

  private final ObjectStore store;
  private final PipelineSpec spec;
  private final TopicId topicId;

  Steps(ObjectStore store, PipelineSpec spec, TopicId topicId) {
    this.store = store;
    this.spec = spec;
    this.topicId = topicId;
  }

  /**
   * Does what the steps do.
   *
   * @param variant makes builds of the same rows differ
   * @param failed offsets of rows that fail in conform
   */
  Made take(BuildPlan plan, String day, String variant, List<Long> failed) {
    BuildId id = plan.buildId();
    Fingerprint rows = plan.windowed();
    StoredObject conformed = staged(id);
    Fingerprint schemaFailed =
        failed.stream()
            .map(offset -> OriginFingerprint.of(topicId, 0, offset))
            .reduce(Fingerprint.EMPTY, Fingerprint::plus);
    Fingerprint passed = rows.minus(schemaFailed);
    List<OutputFile> files =
        passed.count() == 0 ? List.of() : List.of(file(plan, day, variant, passed.count()));
    return new Made(
        plan,
        new ConformOutcome(
            id,
            new StagedFile(conformed, passed.count()),
            failed.isEmpty() ? Optional.empty() : Optional.of(quarantine(plan, failed)),
            rows,
            schemaFailed),
        check(id, CheckpointName.CONFORMED, List.of(conformed)),
        new TransformOutcome(
            id,
            columns(),
            files,
            Fingerprint.EMPTY,
            Fingerprint.EMPTY,
            passed,
            Optional.of(passed),
            Optional.of(Fingerprint.EMPTY)),
        check(id, CheckpointName.OUTPUT, files.stream().map(OutputFile::object).toList()));
  }

  private static List<OutputColumn> columns() {
    List<OutputColumn> columns = new ArrayList<>();
    for (String column : COLUMNS.split(", ")) {
      String[] parts = column.split(" ");
      columns.add(new OutputColumn(parts[0], parts[1]));
    }
    return columns;
  }

  private StoredObject staged(BuildId id) {
    byte[] bytes = ("conformed " + id).getBytes(StandardCharsets.UTF_8);
    Sha256 sha256 = Sha256.of(bytes);
    ObjectKey key = ObjectLayout.staged(id, Step.CONFORM, "conformed", sha256);
    store.putIfAbsent(key, bytes);
    return new StoredObject(key, sha256, bytes.length);
  }

  /** Rows that lack a field, and every second of them another one too. */
  private QuarantineFile quarantine(BuildPlan plan, List<Long> offsets) {
    try {
      Path file = Files.createTempFile("scene", ".parquet");
      Files.delete(file);
      try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
          Statement statement = connection.createStatement()) {
        statement.execute("SET TimeZone = 'UTC'");
        statement.execute(
            """
            COPY (SELECT '%s' AS topic_id, 0::INT AS partition, o::BIGINT AS "offset", 5::BIGINT AS timestamp,
                NULL::BLOB AS key, [{'name': 'h', 'value': encode('v')}] AS headers,
                encode('payload ' || o) AS payload, TIMESTAMPTZ '%s' AS event_time, 'raw/x' AS raw_key,
                TIMESTAMPTZ '%s' AS window_start, TIMESTAMPTZ '%s' AS window_end, 'schema' AS stage,
                false AS held,
                [{'index': NULL::INTEGER, 'type': 'schema', 'subject': '', 'reason': 'field delay: missing'}] AS rules,
                '%s' AS build_id
              FROM (SELECT unnest(%s::BIGINT[]) AS o) ORDER BY o) TO '%s' (FORMAT parquet)
            """
                .formatted(
                    topicId,
                    plan.window().start(),
                    plan.window().start(),
                    plan.window().end(),
                    plan.buildId(),
                    offsets,
                    file));
      }
      ObjectKey key =
          ObjectLayout.quarantine(spec.name(), plan.buildId(), Step.CONFORM, FileHash.of(file));
      StoredObject object = store.put(key, file);
      Files.delete(file);
      return new QuarantineFile(
          object,
          offsets.size(),
          List.of(
              new RuleCount(
                  new QuarantineRule(Optional.empty(), QuarantineRule.SCHEMA, ""),
                  offsets.size())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private OutputFile file(BuildPlan plan, String day, String variant, long rows) {
    String path = "event_time_day=" + day + "/delayed=true";
    try {
      Path file = Files.createTempFile("scene", ".parquet");
      Files.delete(file);
      try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
          Statement statement = connection.createStatement()) {
        statement.execute("SET TimeZone = 'UTC'");
        statement.execute(
            ("COPY (SELECT TIMESTAMPTZ '%s 00:00:00+00' + to_seconds(i) AS event_time, (%d + i)::INT AS delay,"
                    + " true AS delayed FROM range(%d) t(i)) TO '%s' (FORMAT parquet)")
                .formatted(day, 16 + Math.floorMod(variant.hashCode(), 1000), rows, file));
      }
      Sha256 sha256 = FileHash.of(file);
      ObjectKey key =
          ObjectLayout.data(spec.dataset().name(), path, plan.window(), plan.buildId(), sha256);
      StoredObject object = store.put(key, file);
      Files.delete(file);
      return new OutputFile(
          object,
          path,
          List.of(Optional.of(day), Optional.of("true")),
          new Fingerprint(rows, variant.hashCode(), rows));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CheckOutcome check(
      BuildId id, CheckpointName checkpoint, List<StoredObject> checked) {
    return new CheckOutcome(
        id,
        checkpoint,
        Optional.empty(),
        true,
        0,
        List.of(),
        checked,
        Optional.empty(),
        Optional.empty(),
        Fingerprint.EMPTY);
  }
}
