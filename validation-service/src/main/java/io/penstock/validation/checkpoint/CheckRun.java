package io.penstock.validation.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.penstock.checkpoint.docs.Histograms;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.plan.Checkpoint;
import io.penstock.checkpoint.plan.CheckpointPlan;
import io.penstock.checkpoint.result.CheckpointResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.checkpoint.suite.Parameters;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.contracts.build.BoundSuite;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.build.SuiteReference;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.quarantine.QuarantineFile;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.store.ObjectStore;
import io.penstock.runtime.failpoint.Failpoint;
import io.penstock.validation.report.CheckReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes one checkpoint: reads the files, evaluates the suite, stores the report and the rows to
 * quarantine.
 */
final class CheckRun {
  /** Whole rows that a report shows for each failed expectation. */
  private static final int SAMPLE_ROWS = 5;

  private final ObjectStore store;
  private final EngineSession session;
  private final Consumer<Object> progress;

  /**
   * @param progress is told which part of the work comes next
   */
  CheckRun(ObjectStore store, EngineSession session, Consumer<Object> progress) {
    this.store = store;
    this.session = session;
    this.progress = progress;
  }

  /** The outcome of a checkpoint that nobody wrote a suite for. */
  static CheckOutcome withoutSuite(BuildPlan plan, CheckpointName checkpoint, CheckInput input) {
    return new CheckOutcome(
        plan.buildId(),
        checkpoint,
        Optional.empty(),
        true,
        0,
        List.of(),
        input.files(),
        Optional.empty(),
        Optional.empty(),
        Fingerprint.EMPTY);
  }

  /**
   * Takes a checkpoint that has a suite.
   *
   * @throws PenstockException of kind USER ({@code bad-suite}) if the suite does not fit the data
   */
  CheckOutcome run(BuildPlan plan, CheckpointName checkpoint, CheckInput input) {
    BoundSuite bound = plan.suites().get(checkpoint);
    if (bound == null) {
      throw new IllegalArgumentException("no suite for " + checkpoint);
    }
    Suite suite = Suite.parse(bound.suite().toString());
    progress.accept("download");
    String relation = input.fetch(store, session);
    TableSchema schema = CheckInput.schema(session, relation);
    CheckpointPlan compiled =
        Checkpoint.compile(
            suite, schema, Parameters.of(plan.window()), new PlannedHistory(plan, store, session));
    progress.accept("check");
    CheckpointResult result =
        compiled.run(session, relation, ResultFormat.SUMMARY.withUnexpectedRows(SAMPLE_ROWS));
    Optional<Quarantined> quarantined =
        compiled
            .quarantine()
            .flatMap(
                query -> Quarantined.of(session, store, plan, query.sql(relation), checkpoint));
    progress.accept("report");
    ArrayNode histograms = Histograms.of(session, relation, schema, result);
    return store(plan, checkpoint, input, bound, result, quarantined, histograms);
  }

  private CheckOutcome store(
      BuildPlan plan,
      CheckpointName checkpoint,
      CheckInput input,
      BoundSuite bound,
      CheckpointResult result,
      Optional<Quarantined> quarantined,
      ArrayNode histograms) {
    SuiteReference suite = new SuiteReference(bound.name(), bound.version(), bound.sha256());
    Step step = Step.of(checkpoint);
    Failpoint.hit(step.text() + ".before-report");
    StoredObject report =
        new CheckReport(plan, checkpoint, suite, input.files(), input.rows())
            .store(store, result, quarantined.map(Quarantined::origins), histograms);
    Optional<QuarantineFile> quarantine = quarantined.map(rows -> rows.store(store, plan, step));
    return new CheckOutcome(
        plan.buildId(),
        checkpoint,
        Optional.of(suite),
        result.passed(),
        result.results().size(),
        result.failures(),
        input.files(),
        Optional.of(report),
        quarantine,
        quarantined.map(Quarantined::origins).orElse(Fingerprint.EMPTY));
  }
}
