package io.penstock.transform.step;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.ConformOutcome;
import io.penstock.contracts.build.StagedFile;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.quarantine.QuarantineFile;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.lake.quarantine.QuarantineExport;
import io.penstock.lake.store.ObjectStore;
import io.penstock.runtime.failpoint.Failpoint;
import io.penstock.transform.conform.Conform;
import io.penstock.transform.engine.Progress;
import io.penstock.transform.input.BuildInputs;
import java.util.Optional;

/** Conforms a window: fetches its batches, stores conformed rows and quarantine. */
final class ConformStep {
  private final ObjectStore store;
  private final EngineSession session;
  private final PrivacyKeys keys;
  private final Progress progress;

  ConformStep(ObjectStore store, EngineSession session, PrivacyKeys keys, Progress progress) {
    this.store = store;
    this.session = session;
    this.keys = keys;
    this.progress = progress;
  }

  ConformOutcome take(BuildPlan plan) {
    // A schema that cannot be used is found before anything is fetched for it.
    Conform conform = new Conform(session, plan, keys, progress);
    BuildInputs inputs = new BuildInputs(store, session.scratch(), progress);
    Conform.Result result = conform.run(inputs.batches(plan), inputs.held(plan));
    Failpoint.hit("transform.conform.before-upload");
    StagedFile conformed = storeConformed(plan, result);
    Optional<QuarantineFile> quarantine =
        result.quarantine().map(written -> storeQuarantine(plan, written));
    Failpoint.hit("transform.conform.after-upload");
    return new ConformOutcome(
        plan.buildId(),
        conformed,
        quarantine,
        result.windowed(),
        result.schemaFailed(),
        result.held());
  }

  private StagedFile storeConformed(BuildPlan plan, Conform.Result result) {
    return new StagedFile(
        store.put(
            result.conformed(),
            sha256 -> ObjectLayout.staged(plan.buildId(), Step.CONFORM, "conformed", sha256)),
        result.rows());
  }

  private QuarantineFile storeQuarantine(BuildPlan plan, QuarantineExport.Written written) {
    return new QuarantineFile(
        store.put(
            written.file(),
            sha256 ->
                ObjectLayout.quarantine(plan.spec().name(), plan.buildId(), Step.CONFORM, sha256)),
        written.rows(),
        written.rules());
  }
}
