package io.penstock.validation.checkpoint;

import io.penstock.checkpoint.plan.QuarantineQuery;
import io.penstock.checkpoint.suite.SuiteProblems;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.StagedFile;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.fingerprint.Fingerprints;
import io.penstock.lake.parquet.ParquetExport;
import io.penstock.lake.store.FileHash;
import io.penstock.lake.store.ObjectStore;
import java.nio.file.Path;

/**
 * The rows that a checkpoint takes out.
 *
 * @param file Parquet file of {@code __topic_id}, {@code __partition}, {@code __offset} and {@code
 *     rules}, the list of {@code {index, type, subject}} of the expectations that the row breaks
 * @param origins the origins of these rows
 */
record Quarantined(Path file, Fingerprint origins) {

  /**
   * Writes the rows to a file.
   *
   * @throws PenstockException of kind USER ({@code bad-suite}) at a checkpoint whose rows can no
   *     longer be told apart by origin
   */
  static Quarantined of(EngineSession session, String query, CheckpointName checkpoint) {
    if (checkpoint == CheckpointName.OUTPUT) {
      throw PenstockException.user(
          SuiteProblems.CODE,
          "meta.penstock.action: the checkpoint of the output cannot quarantine rows; give the"
              + " expectation to the suite for the conformed rows, or let it fail");
    }
    Path file =
        ParquetExport.write(
            session,
            query,
            QuarantineQuery.ORIGIN,
            session.scratch().resolve("quarantine.parquet"));
    String origins =
        "SELECT %s FROM read_parquet(%s)"
            .formatted(Sql.identifiers(QuarantineQuery.ORIGIN), Sql.literal(file));
    return new Quarantined(file, Fingerprints.ofOrigins(session, origins));
  }

  /** Stores the file. */
  StagedFile store(ObjectStore store, PipelineName pipeline, BuildId build, Step step) {
    Sha256 sha256 = FileHash.of(file);
    return new StagedFile(
        store.put(ObjectLayout.quarantine(pipeline, build, step, sha256), file), origins.count());
  }
}
