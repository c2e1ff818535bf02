package io.penstock.transform.conform;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.quarantine.HeldRows;
import io.penstock.contracts.quarantine.QuarantineRule;
import io.penstock.contracts.quarantine.QuarantineStage;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.fingerprint.Fingerprints;
import io.penstock.lake.quarantine.QuarantineExport;
import io.penstock.transform.engine.HiddenColumns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a window that conform does not make conformed rows of: those that fail, and those
 * that a replay of others holds back, which are not even looked at.
 */
final class Quarantine {
  private static final String HELD = "held";
  private static final String ORIGIN = String.join(", ", HiddenColumns.ORIGIN);

  private final EngineSession session;
  private final BuildPlan plan;

  Quarantine(EngineSession session, BuildPlan plan) {
    this.session = session;
    this.plan = plan;
  }

  /**
   * Origins of held rows by the term of the ledger they stand in.
   *
   * @param schemaFailed those that had failed in conform
   * @param quarantined those that a checkpoint had taken out
   */
  record Held(Fingerprint schemaFailed, Fingerprint quarantined) {}

  /**
   * Makes a view of the rows that are not held.
   *
   * @param file the origins to hold
   * @param all view of all rows
   * @param left the view to make
   */
  void holdBack(Path file, String all, String left) {
    session.execute(
        "CREATE TABLE %s AS SELECT topic_id AS __topic_id, partition AS __partition, \"offset\" AS __offset, stage, rules FROM read_parquet(%s)"
            .formatted(HELD, Sql.literal(file)));
    session.execute(
        "CREATE VIEW %s AS FROM %s ANTI JOIN %s USING (%s)".formatted(left, all, HELD, ORIGIN));
  }

  /**
   * The held rows that are there.
   *
   * @throws PenstockException INTERNAL {@code unbalanced-window} if they are not those of the plan
   */
  Held held(String all) {
    if (plan.held().isEmpty()) {
      return new Held(Fingerprint.EMPTY, Fingerprint.EMPTY);
    }
    HeldRows planned = plan.held().get();
    Held found = new Held(held(all, QuarantineStage.SCHEMA), held(all, QuarantineStage.CHECKPOINT));
    if (!found.equals(new Held(planned.schemaFailed(), planned.quarantined()))) {
      throw PenstockException.internal(
          "unbalanced-window",
          "Window %s holds %s of the rows that stay quarantined, but should hold %s"
              .formatted(plan.window(), found, planned));
    }
    return found;
  }

  private Fingerprint held(String all, QuarantineStage stage) {
    return Fingerprints.ofOrigins(
        session,
        "SELECT %s FROM %s SEMI JOIN (FROM %s WHERE stage = '%s') USING (%1$s)"
            .formatted(ORIGIN, all, HELD, stage.text()));
  }

  /**
   * Writes all these rows.
   *
   * @param batches the files of the plan's batches
   * @param anyFailed whether there is a table of rows that failed
   */
  Optional<QuarantineExport.Written> write(List<Path> batches, boolean anyFailed) {
    List<String> parts = new ArrayList<>();
    if (anyFailed) {
      parts.add(
          """
          SELECT %s, '%s' AS stage, false AS held,
            [{'index': NULL::INTEGER, 'type': '%s', 'subject': '', 'reason': reason}] AS rules
          FROM %s\
          """
              .formatted(
                  ORIGIN, QuarantineStage.SCHEMA.text(), QuarantineRule.SCHEMA, Judgement.FAILED));
    }
    if (plan.held().isPresent()) {
      parts.add("SELECT %s, stage, true AS held, rules FROM %s".formatted(ORIGIN, HELD));
    }
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    List<QuarantineExport.RawFile> raw = new ArrayList<>();
    for (int index = 0; index < batches.size(); index++) {
      raw.add(
          new QuarantineExport.RawFile(
              plan.batches().get(index).object().key(), batches.get(index)));
    }
    return Optional.of(
        new QuarantineExport(session, plan)
            .write("(" + String.join(" UNION ALL ", parts) + ")", raw));
  }
}
