package io.penstock.transform.step;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.ConformOutcome;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.build.TransformOutcome;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.quarantine.QuarantineFile;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.UserQuery;
import io.penstock.lake.store.ObjectStore;
import io.penstock.runtime.failpoint.Failpoint;
import io.penstock.runtime.outcome.OutcomeStore;
import io.penstock.transform.engine.Progress;
import io.penstock.transform.output.Transform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Transforms a window: fetches what conform made and the checkpoint left, stores the data files
 * under their final keys, where no reader sees them until they are published.
 */
final class TransformStep {
  private final ObjectStore store;
  private final OutcomeStore outcomes;
  private final EngineSession session;
  private final Progress progress;

  TransformStep(
      ObjectStore store, OutcomeStore outcomes, EngineSession session, Progress progress) {
    this.store = store;
    this.outcomes = outcomes;
    this.session = session;
    this.progress = progress;
  }

  TransformOutcome take(BuildPlan plan, UserQuery sql) {
    BuildId build = plan.buildId();
    ConformOutcome conform =
        outcomes.read(ObjectLayout.outcome(build, Step.CONFORM), ConformOutcome.class);
    CheckOutcome check =
        outcomes.read(ObjectLayout.outcome(build, Step.CHECK_CONFORMED), CheckOutcome.class);
    requireChecked(conform, check);
    Path conformed = fetch(conform.conformed().object(), "conformed");
    Optional<Path> taken =
        check.quarantine().map(QuarantineFile::object).map(file -> fetch(file, "quarantine"));
    Transform.Result result =
        new Transform(session, plan, sql, progress).run(conformed, conform.left(), taken);
    requireQuarantined(check, result.quarantined());
    Failpoint.hit("transform.transform.before-upload");
    List<OutputFile> files = storeFiles(plan, result);
    Failpoint.hit("transform.transform.after-upload");
    return new TransformOutcome(
        build,
        result.columns(),
        files,
        result.quarantined(),
        result.duplicate(),
        result.passed(),
        result.published(),
        result.filtered());
  }

  private static void requireChecked(ConformOutcome conform, CheckOutcome check) {
    if (!check.passed()) {
      throw PenstockException.internal(
          "unchecked-window", "The checkpoint of the conformed rows has not passed");
    }
    if (!check.checked().equals(List.of(conform.conformed().object()))) {
      throw PenstockException.internal(
          "unchecked-window", "The checkpoint looked at other files than " + conform.conformed());
    }
  }

  private static void requireQuarantined(CheckOutcome check, Fingerprint quarantined) {
    if (!check.quarantined().equals(quarantined)) {
      throw PenstockException.internal(
          "unbalanced-window",
          "The checkpoint quarantined %s, but its file holds %s"
              .formatted(check.quarantined(), quarantined));
    }
  }

  private Path fetch(StoredObject object, String name) {
    return store.download(object.key(), object.sha256(), session.scratch().resolve(name));
  }

  private List<OutputFile> storeFiles(BuildPlan plan, Transform.Result result) {
    List<OutputFile> files = new ArrayList<>();
    for (Transform.LocalFile file : result.files()) {
      StoredObject stored =
          store.put(
              file.path(),
              sha256 ->
                  ObjectLayout.data(
                      plan.spec().dataset().name(),
                      file.partitionPath(),
                      plan.window(),
                      plan.buildId(),
                      sha256));
      files.add(
          new OutputFile(stored, file.partitionPath(), file.partitionValues(), file.content()));
      progress.report("upload files", files.size());
    }
    return files;
  }
}
