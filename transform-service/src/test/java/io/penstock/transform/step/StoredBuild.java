package io.penstock.transform.step;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.ConformOutcome;
import io.penstock.contracts.build.EngineIdentity;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.contracts.build.PlannedBuild;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.fingerprint.OriginFingerprint;
import io.penstock.lake.store.FileHash;
import io.penstock.lake.store.ObjectStore;
import io.penstock.transform.LocalBuild;
import io.penstock.transform.Raw;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Puts what others write into the object store: raw batches, plans, verdicts. */
final class StoredBuild {
  private final ObjectStore store;
  private final EngineSettings engine;

  /** A batch and its rows. */
  record StoredBatch(StoredObject object, List<Raw> rows) {}

  StoredBuild(ObjectStore store, EngineSettings engine) {
    this.store = store;
    this.engine = engine;
  }

  List<StoredBatch> batches(PipelineSpec spec, List<List<Raw>> batches) {
    List<StoredBatch> stored = new ArrayList<>();
    try (EngineSession session = Engine.open(engine)) {
      for (List<Raw> rows : batches) {
        Path file = session.scratch().resolve("raw.parquet");
        LocalBuild.write(session, rows, file);
        TopicPartition partition =
            new TopicPartition(LocalBuild.TOPIC, rows.getFirst().partition());
        stored.add(
            new StoredBatch(
                store.put(
                    ObjectLayout.raw(
                        spec.source().name(), partition, 0, rows.size(), FileHash.of(file)),
                    file),
                rows));
      }
    }
    return stored;
  }

  PlannedBuild plan(PipelineSpec spec, Window window, List<StoredBatch> batches) {
    BuildId id = BuildId.of(Sha256.of(UUID.randomUUID().toString()));
    List<PlannedBatch> planned = new ArrayList<>();
    for (StoredBatch batch : batches) {
      Fingerprint rows =
          batch.rows().stream()
              .filter(row -> window.contains(row.eventTime()))
              .map(row -> OriginFingerprint.of(LocalBuild.TOPIC, row.partition(), row.offset()))
              .reduce(Fingerprint.EMPTY, Fingerprint::plus);
      TopicPartition partition =
          new TopicPartition(LocalBuild.TOPIC, batch.rows().getFirst().partition());
      planned.add(new PlannedBatch(planned.size() + 1, partition, batch.object(), rows));
    }
    BuildPlan plan =
        new BuildPlan(
            id,
            spec,
            1,
            window,
            planned.size(),
            planned,
            Map.of(),
            new EngineIdentity(Engine.version(), 1, ""));
    store.putIfAbsent(ObjectLayout.plan(id), Json.bytes(plan));
    return new PlannedBuild(id, window, ObjectLayout.plan(id));
  }

  /** The verdict of a checkpoint without suite. */
  void pass(BuildId build, ConformOutcome conform) {
    store.putIfAbsent(
        ObjectLayout.outcome(build, Step.CHECK_CONFORMED),
        Json.bytes(
            new CheckOutcome(
                build,
                CheckpointName.CONFORMED,
                Optional.empty(),
                true,
                0,
                List.of(),
                List.of(conform.conformed().object()),
                Optional.empty(),
                Optional.empty(),
                Fingerprint.EMPTY)));
  }
}
