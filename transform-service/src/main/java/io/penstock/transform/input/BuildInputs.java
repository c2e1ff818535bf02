package io.penstock.transform.input;

import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.PlannedBatch;
import io.penstock.lake.store.ObjectStore;
import io.penstock.transform.engine.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fetches what a plan names, verified by its hashes. */
public final class BuildInputs {
  private final ObjectStore store;
  private final Path directory;
  private final Progress progress;

  /**
   * Prepares.
   *
   * @param directory where the files go
   */
  public BuildInputs(ObjectStore store, Path directory, Progress progress) {
    this.store = store;
    this.directory = directory;
    this.progress = progress;
  }

  /** The raw batches, in the plan's order. */
  public List<Path> batches(BuildPlan plan) {
    List<Path> files = new ArrayList<>();
    for (PlannedBatch batch : plan.batches()) {
      // A directory each, because only whole keys are unique.
      Path own = directory.resolve("raw").resolve(Integer.toString(files.size()));
      files.add(store.download(batch.object().key(), batch.object().sha256(), own));
      progress.report("fetch batches", files.size());
    }
    return files;
  }

  /** The rows that stay quarantined, if the plan has some. */
  public Optional<Path> held(BuildPlan plan) {
    return plan.held()
        .map(held ->
            store.download(held.object().key(), held.object().sha256(), directory.resolve("held")));
  }
}
