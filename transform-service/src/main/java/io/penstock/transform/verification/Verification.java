package io.penstock.transform.verification;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.build.WindowVerification;
import io.penstock.contracts.build.WindowVerification.Rebuilt;
import io.penstock.contracts.build.WindowVerification.VerifiedFile;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.quarantine.QuarantineFile;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.UserQuery;
import io.penstock.lake.privacy.PrivacyKeys;
import io.penstock.lake.store.FileHash;
import io.penstock.lake.store.ObjectStore;
import io.penstock.transform.conform.Conform;
import io.penstock.transform.engine.FewerThreads;
import io.penstock.transform.engine.Progress;
import io.penstock.transform.input.BuildInputs;
import io.penstock.transform.output.Transform;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes a window once more, from the plan and the raw batches of the build that published it, and
 * compares what comes out with what is published. The rows that a checkpoint took out are those
 * that it took out then. Nothing is stored.
 */
@Singleton
final class Verification {
  private static final Progress UNREPORTED = (phase, rows) -> {};

  private final ObjectStore store;
  private final EngineSettings engine;
  private final PrivacyKeys keys;
  private final ReentrantLock turn = new ReentrantLock();

  Verification(ObjectStore store, EngineSettings engine, PrivacyKeys keys) {
    this.store = store;
    this.engine = engine;
    this.keys = keys;
  }

  /**
   * Verifies a window.
   *
   * @param published its files
   * @param quarantine the rows that its checkpoint took out, if it did
   * @throws PenstockException USER {@code unknown-build} if there is no such build; USER {@code
   *     gone-input} if what it was made of was deleted since
   */
  WindowVerification of(
      BuildId build, List<OutputFile> published, Optional<QuarantineFile> quarantine) {
    BuildPlan plan =
        store
            .find(ObjectLayout.plan(build))
            .map(json -> Json.read(json, BuildPlan.class))
            .orElseThrow(
                () -> PenstockException.user("unknown-build", "There is no build " + build + "."));
    requireInputs(plan, quarantine);
    // One at a time: the memory of sessions is counted for the steps of builds.
    turn.lock();
    try {
      Map<String, Rebuilt> made =
          FewerThreads.take(
              engine, settings -> rebuild(plan, quarantine.map(QuarantineFile::object), settings));
      return new WindowVerification(
          build, plan.window(), plan.engine(), Engine.identity(), compare(published, made));
    } finally {
      turn.unlock();
    }
  }

  private void requireInputs(BuildPlan plan, Optional<QuarantineFile> quarantine) {
    plan.batches().forEach(batch -> requireThere(batch.object(), "raw batch"));
    plan.held().ifPresent(held -> requireThere(held.object(), "file of held rows"));
    quarantine.ifPresent(file -> requireThere(file.object(), "file of quarantined rows"));
  }

  private void requireThere(StoredObject input, String what) {
    if (store.findSize(input.key()).isEmpty()) {
      throw PenstockException.user(
          "gone-input",
          "The %s %s was deleted, so the window cannot be made again: penstock.catalog.retention says how long such files are kept."
              .formatted(what, input.key()));
    }
  }

  private Map<String, Rebuilt> rebuild(
      BuildPlan plan, Optional<StoredObject> quarantine, EngineSettings settings) {
    UserQuery sql = Transform.check(plan);
    try (EngineSession session = Engine.open(sql.rowWise() ? settings : settings.withThreads(1))) {
      Path conformed = session.scratch().resolve("conformed.parquet");
      Fingerprint left = conform(plan, conformed, settings);
      Optional<Path> taken =
          quarantine.map(file ->
              store.download(file.key(), file.sha256(), session.scratch().resolve("quarantine")));
      return new Transform(session, plan, sql, UNREPORTED)
          .run(conformed, left, taken).files().stream()
              .collect(Collectors.toMap(Transform.LocalFile::partitionPath, Verification::rebuilt));
    }
  }

  /** In a session of its own, which is gone before the next one needs its memory. */
  private Fingerprint conform(BuildPlan plan, Path target, EngineSettings settings) {
    try (EngineSession session = Engine.open(settings)) {
      Conform conform = new Conform(session, plan, keys, UNREPORTED);
      BuildInputs inputs = new BuildInputs(store, session.scratch(), UNREPORTED);
      Conform.Result result = conform.run(inputs.batches(plan), inputs.held(plan));
      Files.move(result.conformed(), target);
      return result.left();
    } catch (IOException e) {
      throw PenstockException.resource(
          "scratch-unavailable", "Scratch directory " + target.getParent(), e);
    }
  }

  private static Rebuilt rebuilt(Transform.LocalFile file) {
    return new Rebuilt(FileHash.of(file.path()), file.path().toFile().length(), file.content());
  }

  private static List<VerifiedFile> compare(
      List<OutputFile> published, Map<String, Rebuilt> rebuilt) {
    Map<String, OutputFile> there =
        published.stream()
            .collect(Collectors.toMap(OutputFile::partitionPath, Function.identity()));
    TreeSet<String> partitions = new TreeSet<>(there.keySet());
    partitions.addAll(rebuilt.keySet());
    return partitions.stream()
        .map(partition ->
            VerifiedFile.of(
                partition,
                Optional.ofNullable(there.get(partition)),
                Optional.ofNullable(rebuilt.get(partition))))
        .toList();
  }
}
