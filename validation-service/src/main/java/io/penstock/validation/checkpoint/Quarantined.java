package io.penstock.validation.checkpoint;

import io.penstock.checkpoint.plan.QuarantineQuery;
import io.penstock.checkpoint.suite.SuiteProblems;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.TopicId;
import io.penstock.contracts.id.TopicPartition;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.quarantine.QuarantineFile;
import io.penstock.contracts.quarantine.QuarantineStage;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.fingerprint.Fingerprints;
import io.penstock.lake.quarantine.QuarantineExport;
import io.penstock.lake.quarantine.QuarantineExport.RawFile;
import io.penstock.lake.store.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that a checkpoint takes out.
 *
 * @param written the file, with what landed
 * @param origins the origins of these rows
 */
record Quarantined(QuarantineExport.Written written, Fingerprint origins) {
  private static final String TAKEN = "taken";

  /**
   * Writes the rows to a file, as they stand in the raw batches; empty if there are none.
   *
   * @param query {@link QuarantineQuery}
   * @throws PenstockException of kind USER ({@code bad-suite}) at a checkpoint whose rows can no
   *     longer be told apart by origin
   */
  static Optional<Quarantined> of(
      EngineSession session,
      ObjectStore store,
      BuildPlan plan,
      String query,
      CheckpointName checkpoint) {
    if (checkpoint == CheckpointName.OUTPUT) {
      throw PenstockException.user(
          SuiteProblems.CODE,
          "meta.penstock.action: the checkpoint of the output cannot quarantine rows; give the"
              + " expectation to the suite for the conformed rows, or let it fail");
    }
    session.execute("CREATE TABLE " + TAKEN + " AS " + query);
    Fingerprint origins =
        Fingerprints.ofOrigins(
            session, "SELECT %s FROM %s".formatted(Sql.identifiers(QuarantineQuery.ORIGIN), TAKEN));
    if (origins.count() == 0) {
      return Optional.empty();
    }
    String rows =
        "(SELECT *, '%s' AS stage, false AS held FROM %s)"
            .formatted(QuarantineStage.CHECKPOINT.text(), TAKEN);
    return Optional.of(
        new Quarantined(
            new QuarantineExport(session, plan).write(rows, fetch(session, store, plan)), origins));
  }

  /** The batches of the topic-partitions that the rows come from. */
  private static List<RawFile> fetch(EngineSession session, ObjectStore store, BuildPlan plan) {
    Set<TopicPartition> needed =
        new HashSet<>(
            session.queryRows(
                "SELECT DISTINCT __topic_id, __partition FROM " + TAKEN,
                row -> new TopicPartition(new TopicId(row.getString(1)), row.getInt(2))));
    List<RawFile> files = new ArrayList<>();
    for (PlannedBatch batch : plan.batches()) {
      if (needed.contains(batch.partition())) {
        // Only whole keys are unique.
        Path directory = session.scratch().resolve("raw").resolve(Integer.toString(files.size()));
        files.add(
            new RawFile(
                batch.object().key(),
                store.download(batch.object().key(), batch.object().sha256(), directory)));
      }
    }
    if (files.isEmpty()) {
      throw PenstockException.internal(
          "unbalanced-quarantine", "No batch of the plan has rows of " + needed);
    }
    return files;
  }

  /** Stores the file. */
  QuarantineFile store(ObjectStore store, BuildPlan plan, Step step) {
    return new QuarantineFile(
        store.put(
            written.file(),
            sha256 -> ObjectLayout.quarantine(plan.spec().name(), plan.buildId(), step, sha256)),
        written.rows(),
        written.rules());
  }
}
