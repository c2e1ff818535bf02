package io.penstock.validation.checkpoint;

import io.penstock.checkpoint.history.History;
import io.penstock.checkpoint.history.PublishedVersion;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.PlannedReference;
import io.penstock.contracts.build.PlannedReference.ReferencedVersion;
import io.penstock.contracts.dataset.VersionReference;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.Sql;
import io.penstock.lake.store.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private final ObjectStore store;
  private final EngineSession session;
  private final Map<VersionReference, List<PublishedVersion>> known = new HashMap<>();

  PlannedHistory(BuildPlan plan, ObjectStore store, EngineSession session) {
    this.plan = plan;
    this.store = store;
    this.session = session;
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
        reference.version().isPresent() && !version.files().isEmpty()
            ? Optional.of(data(version))
            : Optional.empty();
    return new PublishedVersion(version.number(), version.rowsMade(), version.windowsMade(), data);
  }

  private PublishedVersion.Data data(ReferencedVersion version) {
    List<String> paths = new ArrayList<>();
    Path folder = session.scratch().resolve("version-" + known.size());
    for (StoredObject file : version.files()) {
      Path directory = folder.resolve(Integer.toString(paths.size()));
      paths.add(Sql.literal(store.download(file.key(), file.sha256(), directory)));
    }
    // Files of older versions of the spec may lack columns.
    String relation = "read_parquet([" + String.join(", ", paths) + "], union_by_name = true)";
    return new PublishedVersion.Data(relation, CheckInput.schema(session, relation));
  }
}
