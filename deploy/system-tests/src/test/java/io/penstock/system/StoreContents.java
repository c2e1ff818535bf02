package io.penstock.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.build.BuildDescription;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.catalog.PipelineDescription;
import io.penstock.contracts.catalog.SweepReport;
import io.penstock.contracts.dataset.DatasetDescription;
import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.dataset.VersionFile;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.json.Json;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.ObjectLayout;
import io.penstock.contracts.source.BatchDescription;
import io.penstock.contracts.source.SourceDescription;
import io.penstock.lake.store.ListedObject;
import io.penstock.lake.store.ObjectStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the bucket holds beside what the catalog's public answers refer to: an account of the store
 * that does not believe the sweeper.
 */
final class StoreContents {
  private final SystemUnderTest system;
  private final ObjectStore store;
  private final Set<ObjectKey> referenced = new HashSet<>();
  private final Set<String> published = new HashSet<>();
  private final Set<String> known = new HashSet<>();

  private StoreContents(SystemUnderTest system) {
    this.system = system;
    this.store = system.store();
  }

  /**
   * Sweeps, and looks for what is left behind.
   *
   * @return what the sweeper took
   */
  static List<ObjectKey> assertNothingIsLeftBehind(SystemUnderTest system) {
    SweepReport report =
        system.catalog().post(SweepReport.class, new Object[0], "sweeps?dryRun=false&grace=PT0S");
    assertThat(new StoreContents(system).orphans()).isEmpty();
    Flights.assertAudited(system);
    return report.swept();
  }

  private Set<ObjectKey> orphans() {
    batches();
    versions();
    builds();
    Set<ObjectKey> orphans = new TreeSet<>();
    held();
    try (Stream<ListedObject> objects = store.list("")) {
      objects
          .map(ListedObject::key)
          .filter(key -> !referenced.contains(key) && !isRecord(key))
          .forEach(orphans::add);
    }
    return orphans;
  }

  private void batches() {
    for (SourceDescription source : system.catalog().list(SourceDescription.class, "sources")) {
      system
          .catalog()
          .list(BatchDescription.class, "sources/%s/batches", source.spec().name())
          .forEach(batch -> referenced.add(batch.object().key()));
    }
  }

  private void versions() {
    for (DatasetDescription dataset : system.catalog().list(DatasetDescription.class, "datasets")) {
      for (VersionDescription version :
          system.catalog().list(VersionDescription.class, "datasets/%s/versions", dataset.name())) {
        referenced.addAll(IcebergCount.objects(store, version));
        for (VersionFile file :
            system
                .catalog()
                .list(
                    VersionFile.class,
                    "datasets/%s/versions/%s/files",
                    dataset.name(),
                    version.number())) {
          referenced.add(file.file().object().key());
          published.add(file.buildId().hex());
        }
      }
    }
  }

  private void builds() {
    for (PipelineDescription pipeline :
        system.catalog().list(PipelineDescription.class, "pipelines")) {
      system
          .catalog()
          .list(BuildDescription.class, "pipelines/%s/builds", pipeline.spec().name())
          .forEach(build -> known.add(build.buildId().hex()));
    }
  }

  /** Origins that a replay held back are part of the plans of the builds after it. */
  private void held() {
    try (Stream<ListedObject> objects = store.list(ObjectLayout.HELD)) {
      if (objects.findAny().isEmpty()) {
        return;
      }
    }
    for (String build : published) {
      Json.read(store.read(ObjectLayout.plan(new BuildId(build))), BuildPlan.class)
          .held()
          .ifPresent(held -> referenced.add(held.object().key()));
    }
  }

  /** The plan of a published build, or what stays whatever became of its build. */
  private boolean isRecord(ObjectKey key) {
    String[] segments = key.value().split("/", -1);
    if (key.value().startsWith(ObjectLayout.STAGING)) {
      return segments.length == 3
          && published.contains(segments[1])
          && segments[2].equals("plan.json");
    }
    boolean record =
        key.value().startsWith(ObjectLayout.REPORTS)
            || key.value().startsWith(ObjectLayout.QUARANTINE);
    return record && known.contains(segments[2]);
  }
}
