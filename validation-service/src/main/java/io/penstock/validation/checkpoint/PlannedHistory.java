package io.penstock.validation.checkpoint;

import io.penstock.checkpoint.history.History;
import io.penstock.checkpoint.history.PublishedVersion;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.PlannedReference;
import io.penstock.contracts.build.PlannedReference.ReferencedVersion;
import io.penstock.contracts.dataset.VersionReference;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.store.ObjectStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The versions that a build's plan names, and no others: what a reference stands for was settled
 * when the build was planned. Files are fetched when a version is first asked for.
 */
final class PlannedHistory implements History {
  private final BuildPlan plan;
  private final ReferencedFiles files;
  private final Map<VersionReference, List<PublishedVersion>> known = new HashMap<>();

  PlannedHistory(BuildPlan plan, ObjectStore store, EngineSession session) {
    this.plan = plan;
    this.files = new ReferencedFiles(store, session);
  }

  @Override
  public List<PublishedVersion> versions(VersionReference reference) {
    List<PublishedVersion> versions = known.get(reference);
    if (versions == null) {
      versions = fetch(reference);
      known.put(reference, versions);
    }
    return versions;
  }

  private List<PublishedVersion> fetch(VersionReference reference) {
    PlannedReference planned =
        plan.references().stream()
            .filter(candidate -> candidate.reference().equals(reference))
            .findFirst()
            .orElseThrow(() ->
                PenstockException.internal("bad-plan", "the plan does not name " + reference));
    // A dataset starts without versions; one that is named by number or tag has to be there.
    if (planned.versions().isEmpty()
        && reference.version().filter(name -> !name.equals(VersionReference.LATEST)).isPresent()) {
      throw PenstockException.user(
          "unknown-version",
          "dataset '%s' has no version or tag '%s'"
              .formatted(planned.dataset(), reference.version().get()));
    }
    return planned.versions().stream().map(version -> version(reference, version)).toList();
  }

  private PublishedVersion version(VersionReference reference, ReferencedVersion version) {
    Optional<PublishedVersion.Data> data =
        reference.version().isPresent()
            ? files.rows(version.files(), known.size())
            : Optional.empty();
    return new PublishedVersion(version.number(), version.rowsMade(), version.windowsMade(), data);
  }
}
