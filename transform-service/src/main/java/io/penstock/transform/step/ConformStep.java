package io.penstock.transform.step;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.ConformOutcome;
import io.penstock.contracts.build.PlannedBatch;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    Conform.Result result = conform.run(fetch(plan), fetchHeld(plan));
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

  private Optional<Path> fetchHeld(BuildPlan plan) {
    return plan.held()
        .map(held ->
            store.download(
                held.object().key(), held.object().sha256(), session.scratch().resolve("held")));
  }

  private List<Path> fetch(BuildPlan plan) {
    Path directory = session.scratch().resolve("raw");
    List<Path> files = new ArrayList<>();
    for (PlannedBatch batch : plan.batches()) {
      // A directory each, because only whole keys are unique.
      Path own = directory.resolve(Integer.toString(files.size()));
      files.add(store.download(batch.object().key(), batch.object().sha256(), own));
      progress.report("fetch batches", files.size());
    }
    return files;
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
