package io.penstock.catalog.publication;

import io.penstock.catalog.quarantine.QuarantineFiles;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.CheckpointName;
import io.penstock.contracts.build.ConformOutcome;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.build.Step;
import io.penstock.contracts.build.SuiteReference;
import io.penstock.contracts.build.TransformOutcome;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.ledger.BuildLedger;
import io.penstock.contracts.quarantine.HeldRows;
import io.penstock.contracts.quarantine.QuarantineFile;
import io.penstock.lake.store.ObjectStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads what the steps of a build left in the store and asserts, apart from the programs that did
 * the work, what a publication promises: both checkpoints passed, the files that were checked are
 * the files to be added, they exist, and every row is accounted for.
 *
 * <p>Failures: USER {@code conflict-build-unfinished} and {@code conflict-checkpoint-failed} if the
 * build is not to be published (yet); INTERNAL {@code evidence-mismatch}, {@code
 * checked-not-added}, {@code file-missing} and {@code ledger-unbalanced} if a part of Penstock is
 * wrong.
 */
final class Evidence {
  private final ObjectStore store;

  Evidence(ObjectStore store) {
    this.store = store;
  }

  FinishedBuild of(Candidate candidate) {
    BuildId id = candidate.buildId();
    ObjectKey planKey = ObjectLayout.plan(id);
    byte[] planBytes = required(candidate, planKey);
    BuildPlan plan = Json.read(planBytes, BuildPlan.class);
    ConformOutcome conform = outcome(candidate, Step.CONFORM, ConformOutcome.class);
    CheckOutcome conformed = outcome(candidate, Step.CHECK_CONFORMED, CheckOutcome.class);
    TransformOutcome transform = outcome(candidate, Step.TRANSFORM, TransformOutcome.class);
    CheckOutcome output = outcome(candidate, Step.CHECK_OUTPUT, CheckOutcome.class);

    requireSameBuild(candidate, plan, conform, conformed, transform, output);
    requirePassed(candidate, plan, conformed, CheckpointName.CONFORMED);
    requirePassed(candidate, plan, output, CheckpointName.OUTPUT);
    requireChecked(candidate, conformed, List.of(conform.conformed().object()));
    requireChecked(candidate, output, transform.files().stream().map(OutputFile::object).toList());
    BuildLedger ledger = ledger(candidate, plan, conform, conformed, transform, output);
    transform.files().forEach(file -> requireStored(file.object()));

    List<StoredObject> objects = new ArrayList<>();
    objects.add(new StoredObject(planKey, Sha256.of(planBytes), planBytes.length));
    transform.files().forEach(file -> objects.add(file.object()));
    plan.held().map(HeldRows::object).ifPresent(objects::add);
    conform.quarantine().map(QuarantineFile::object).ifPresent(objects::add);
    conformed.quarantine().map(QuarantineFile::object).ifPresent(objects::add);
    conformed.report().ifPresent(objects::add);
    output.report().ifPresent(objects::add);
    return new FinishedBuild(
        candidate,
        plan,
        new OutputShape(transform.columns(), plan.spec().dataset().partitionBy()),
        transform.files(),
        ledger,
        List.of(conformed, output),
        QuarantineFiles.Left.of(
            id, candidate.pipeline().value(), conform.quarantine(), conformed.quarantine()),
        objects);
  }

  private <T> T outcome(Candidate candidate, Step step, Class<T> type) {
    return Json.read(required(candidate, ObjectLayout.outcome(candidate.buildId(), step)), type);
  }

  private byte[] required(Candidate candidate, ObjectKey key) {
    return store
        .find(key)
        .orElseThrow(() ->
            PenstockException.user(
                "conflict-build-unfinished",
                "Build %s of window %s cannot be published: it has not written %s"
                    .formatted(candidate.buildId().short16(), candidate.window(), key)));
  }

  private static void requireSameBuild(
      Candidate candidate,
      BuildPlan plan,
      ConformOutcome conform,
      CheckOutcome conformed,
      TransformOutcome transform,
      CheckOutcome output) {
    Set<BuildId> ids = new HashSet<>();
    ids.add(candidate.buildId());
    ids.add(plan.buildId());
    ids.add(conform.buildId());
    ids.add(conformed.buildId());
    ids.add(transform.buildId());
    ids.add(output.buildId());
    boolean sameWindow = plan.window().equals(candidate.window());
    boolean samePipeline = plan.spec().name().equals(candidate.pipeline());
    if (ids.size() != 1 || !sameWindow || !samePipeline) {
      throw PenstockException.internal(
          "evidence-mismatch",
          "Plan and outcomes of build %s are of %s, window %s and pipeline %s"
              .formatted(candidate.buildId(), ids, plan.window(), plan.spec().name()));
    }
  }

  private static void requirePassed(
      Candidate candidate, BuildPlan plan, CheckOutcome check, CheckpointName expected) {
    Optional<SuiteReference> suite =
        Optional.ofNullable(plan.suites().get(expected))
            .map(bound -> new SuiteReference(bound.name(), bound.version(), bound.sha256()));
    if (check.checkpoint() != expected || !check.suite().equals(suite)) {
      throw PenstockException.internal(
          "evidence-mismatch",
          "Build %s was to be checked at '%s' with %s, but was at '%s' with %s"
              .formatted(
                  candidate.buildId(),
                  expected.text(),
                  suite,
                  check.checkpoint().text(),
                  check.suite()));
    }
    if (!check.passed()) {
      throw PenstockException.user(
          "conflict-checkpoint-failed",
          "Window %s cannot be published: checkpoint '%s' refused it, see %s"
              .formatted(
                  candidate.window(),
                  expected.text(),
                  check.report().map(report -> report.key().value()).orElse("its outcome")));
    }
  }

  private static void requireChecked(
      Candidate candidate, CheckOutcome check, List<StoredObject> added) {
    if (check.checked().size() != added.size()
        || !new HashSet<>(check.checked()).equals(new HashSet<>(added))) {
      throw PenstockException.internal(
          "checked-not-added",
          "Checkpoint '%s' of build %s checked %s, but there are %s"
              .formatted(check.checkpoint().text(), candidate.buildId(), check.checked(), added));
    }
  }

  private static BuildLedger ledger(
      Candidate candidate,
      BuildPlan plan,
      ConformOutcome conform,
      CheckOutcome conformed,
      TransformOutcome transform,
      CheckOutcome output) {
    BuildLedger ledger =
        new BuildLedger(
            plan.windowed(),
            conform.schemaFailed(),
            transform.quarantined().plus(conform.held()),
            transform.duplicate(),
            transform.passed(),
            transform.published(),
            transform.filtered());
    List<String> wrong = new ArrayList<>();
    if (!conform.windowed().equals(plan.windowed())) {
      wrong.add(
          "ingest counted windowed %s, conform found %s"
              .formatted(text(plan.windowed()), text(conform.windowed())));
    }
    if (!conformed.quarantined().equals(transform.quarantined())) {
      wrong.add(
          "the checkpoint quarantined %s, transform left out %s"
              .formatted(text(conformed.quarantined()), text(transform.quarantined())));
    }
    Fingerprint held = plan.held().map(HeldRows::quarantined).orElse(Fingerprint.EMPTY);
    if (!conform.held().equals(held)) {
      wrong.add(
          "the plan holds %s that were quarantined, conform %s"
              .formatted(text(held), text(conform.held())));
    }
    long quarantined =
        Stream.of(conform.quarantine(), conformed.quarantine())
            .flatMap(Optional::stream)
            .mapToLong(QuarantineFile::rows)
            .sum();
    if (ledger.schemaFailed().count() + ledger.quarantined().count() != quarantined) {
      wrong.add(
          "schema_failed %s and quarantined %s, but quarantine holds %d rows"
              .formatted(text(ledger.schemaFailed()), text(ledger.quarantined()), quarantined));
    }
    if (!output.quarantined().equals(Fingerprint.EMPTY)) {
      wrong.add("the output checkpoint quarantined " + text(output.quarantined()));
    }
    long rows = transform.files().stream().mapToLong(file -> file.content().count()).sum();
    if (ledger.published().isPresent() && ledger.published().get().count() != rows) {
      wrong.add(
          "published %s, but the files hold %d rows"
              .formatted(text(ledger.published().get()), rows));
    }
    if (!ledger.balanced()) {
      wrong.add(terms(ledger));
    }
    if (!wrong.isEmpty()) {
      throw PenstockException.internal(
          "ledger-unbalanced",
          "The ledger of window %s (build %s) does not balance: %s"
              .formatted(
                  candidate.window(), candidate.buildId().short16(), String.join("; ", wrong)));
    }
    return ledger;
  }

  private static String terms(BuildLedger ledger) {
    String terms =
        "windowed %s = schema_failed %s + quarantined %s + duplicate %s + passed %s"
            .formatted(
                text(ledger.windowed()),
                text(ledger.schemaFailed()),
                text(ledger.quarantined()),
                text(ledger.duplicate()),
                text(ledger.passed()));
    return ledger.published().isEmpty()
        ? terms
        : terms
            + ", passed = published %s + filtered %s"
                .formatted(text(ledger.published().get()), text(ledger.filtered().orElseThrow()));
  }

  private static String text(Fingerprint rows) {
    return rows.count() + " (" + rows.sum() + ")";
  }

  private void requireStored(StoredObject file) {
    Optional<Long> bytes = store.findSize(file.key());
    if (!bytes.equals(Optional.of(file.bytes()))) {
      throw PenstockException.internal(
          "file-missing",
          "%s should have %d bytes in the store, but %s"
              .formatted(
                  file.key(),
                  file.bytes(),
                  bytes.map(actual -> "has " + actual).orElse("is not there")));
    }
  }
}
