package io.penstock.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.build.BoundSuite;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.ConformOutcome;
import io.penstock.contracts.build.EngineIdentity;
import io.penstock.contracts.build.OutputColumn;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.PlannedReference;
import io.penstock.contracts.build.StagedFile;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.build.TransformOutcome;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.id.SuiteName;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.pipeline.PipelineSpecParser;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.parquet.ParquetExport;
import io.penstock.lake.store.FileHash;
import io.penstock.lake.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Puts a build whose earlier steps are taken into the object store. */
final class CheckedBuild {
  private static final String SPEC =
      """
      apiVersion: penstock.io/v1
      kind: Pipeline
      name: orders
      source:
        topic: orders
        format: json
        eventTime: {field: at, format: "yyyy-MM-dd HH:mm", zone: UTC}
        outOfOrderness: PT1H
        idleTimeout: PT30S
        landing: raw
      schema:
        versions:
          - version: 1
            fields: {at: string, amount: double, country: string?}
      key: [at, amount]
      window: {size: P1D, zone: UTC}
      late: rebuild
      privacy: []
      checks: {conformed: suites/orders.json, output: suites/orders.json}
      transform: SELECT event_time, amount, country FROM input
      dataset:
        name: orders
        partitionBy: ["day(event_time)"]
        orderBy: [event_time]
      """;

  private final ObjectStore store;
  private final EngineSettings engine;
  private final BuildId buildId = BuildId.of(Sha256.of(UUID.randomUUID().toString()));

  CheckedBuild(ObjectStore store, EngineSettings engine) {
    this.store = store;
    this.engine = engine;
  }

  /** A plan whose checkpoints check this suite. */
  PlannedBuild plan(Optional<String> suite) {
    return plan(suite, List.of());
  }

  /** A plan whose checkpoints check this suite, and what it refers to. */
  PlannedBuild plan(Optional<String> suite, List<PlannedReference> references) {
    BuildPlan plan =
        new BuildPlan(
            buildId,
            PipelineSpecParser.parse(SPEC),
            3,
            new Window(
                Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-02T00:00:00Z")),
            7,
            List.of(raw()),
            suite
                .map(json -> {
                  BoundSuite bound =
                      new BoundSuite(
                          new SuiteName("orders"),
                          2,
                          Sha256.of(json),
                          Json.read(json.getBytes(StandardCharsets.UTF_8), JsonNode.class));
                  return Map.of(CheckpointName.CONFORMED, bound, CheckpointName.OUTPUT, bound);
                })
                .orElse(Map.of()),
            references,
            new EngineIdentity("v2.0.0", 1, "-"),
            Optional.empty());
    store.putIfAbsent(ObjectLayout.plan(buildId), Json.bytes(plan));
    return new PlannedBuild(buildId, plan.window(), ObjectLayout.plan(buildId));
  }

  /** A raw batch of topic-partition 0 with the offsets 0 to 9. */
  private PlannedBatch raw() {
    try (EngineSession session = Engine.open(engine)) {
      Path file =
          ParquetExport.write(
              session,
              """
              SELECT 'AAAAAAAAAAAAAAAAAAAAAA' AS topic_id, 0::INTEGER AS partition, o::BIGINT AS "offset",
                0::BIGINT AS timestamp, encode('key ' || o) AS key,
                []::STRUCT(name VARCHAR, value BLOB)[] AS headers, encode('payload ' || o) AS payload,
                TIMESTAMPTZ '2026-03-01 02:00:00+00' AS event_time, 'ok' AS status
              FROM range(10) t(o)\
              """,
              List.of("offset"),
              session.scratch().resolve("raw"));
      TopicPartition partition = new TopicPartition(new TopicId("AAAAAAAAAAAAAAAAAAAAAA"), 0);
      return new PlannedBatch(
          1,
          partition,
          store.put(
              ObjectLayout.raw(new SourceName("orders"), partition, 0, 10, FileHash.of(file)),
              file),
          Fingerprint.EMPTY);
    }
  }

  /** The conformed rows are these: topic id, partition, offset, event time, amount, country. */
  void conformed(String rows) {
    String select =
        """
        SELECT event_time::TIMESTAMPTZ AS event_time, amount::DOUBLE AS amount, country::VARCHAR AS country,
          topic::VARCHAR AS __topic_id, part::INTEGER AS __partition, off::BIGINT AS __offset,
          encode('x') AS __payload_sha256
        FROM (VALUES %s) AS t(topic, part, off, event_time, amount, country)\
        """
            .formatted(rows);
    try (EngineSession session = Engine.open(engine)) {
      Path file = ParquetExport.write(session, select, List.of(), session.scratch().resolve("c"));
      StagedFile staged =
          new StagedFile(
              store.put(
                  ObjectLayout.staged(buildId, Step.CONFORM, "conformed", FileHash.of(file)), file),
              session.queryLong("SELECT count(*) FROM read_parquet('" + file + "')"));
      store.putIfAbsent(
          ObjectLayout.outcome(buildId, Step.CONFORM),
          Json.bytes(
              new ConformOutcome(
                  buildId, staged, Optional.empty(), Fingerprint.EMPTY, Fingerprint.EMPTY)));
    }
  }

  /** A file of a version that was published before. */
  StoredObject published(String query) {
    try (EngineSession session = Engine.open(engine)) {
      Path file =
          ParquetExport.write(session, query, List.of(), session.scratch().resolve("p.parquet"));
      return store.put(
          ObjectLayout.data(
              PipelineSpecParser.parse(SPEC).dataset().name(),
              "published",
              new Window(Instant.EPOCH, Instant.EPOCH.plusSeconds(1)),
              buildId,
              FileHash.of(file)),
          file);
    }
  }

  /** The output is one file for each of these queries. */
  void output(List<String> queries) {
    List<OutputFile> files = new ArrayList<>();
    try (EngineSession session = Engine.open(engine)) {
      for (String query : queries) {
        Path file =
            ParquetExport.write(session, query, List.of(), session.scratch().resolve("o.parquet"));
        String path = "part=" + files.size();
        files.add(
            new OutputFile(
                store.put(
                    ObjectLayout.data(
                        PipelineSpecParser.parse(SPEC).dataset().name(),
                        path,
                        new Window(Instant.EPOCH, Instant.EPOCH.plusSeconds(1)),
                        buildId,
                        FileHash.of(file)),
                    file),
                path,
                List.of(),
                new Fingerprint(
                    session.queryLong("SELECT count(*) FROM read_parquet('" + file + "')"), 1, 1)));
      }
    }
    store.putIfAbsent(
        ObjectLayout.outcome(buildId, Step.TRANSFORM),
        Json.bytes(
            new TransformOutcome(
                buildId,
                List.of(
                    new OutputColumn("event_time", "timestamptz"),
                    new OutputColumn("amount", "double"),
                    new OutputColumn("country", "string")),
                files,
                Fingerprint.EMPTY,
                Fingerprint.EMPTY,
                Fingerprint.EMPTY,
                Optional.empty(),
                Optional.empty())));
  }
}
