package io.penstock.contracts.build;

import io.penstock.contracts.fingerprint.Fingerprint;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.pipeline.PipelineSpec;
import io.penstock.contracts.quarantine.HeldRows;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that the result of a build depends on, and what it must account for. Kept as an object,
 * because it can hold many batches; activities get its key.
 *
 * @param buildId hash of what the result depends on
 * @param spec the pipeline
 * @param specVersion its version in the catalog
 * @param window the window to make
 * @param through the newest seq that it sees: that of its last batch
 * @param batches the batches with rows of the window and seq ≤ {@code through}, by seq
 * @param suites the suite of each checkpoint that has one
 * @param references what the references of its suites stand for
 * @param engine what computes it
 * @param held the rows that stay quarantined, if a replay left some out
 */
public record BuildPlan(
    BuildId buildId,
    PipelineSpec spec,
    int specVersion,
    Window window,
    long through,
    List<PlannedBatch> batches,
    Map<CheckpointName, BoundSuite> suites,
    List<PlannedReference> references,
    EngineIdentity engine,
    Optional<HeldRows> held) {
  public BuildPlan {
    batches = List.copyOf(batches);
    // In the order of the checkpoints, so that equal plans are equal bytes.
    suites = Collections.unmodifiableMap(new TreeMap<>(suites));
    // A plan of an earlier release has none.
    references = references == null ? List.of() : List.copyOf(references);
  }

  /** A plan that judges every row anew, and whose suites refer to no version. */
  public BuildPlan(
      BuildId buildId,
      PipelineSpec spec,
      int specVersion,
      Window window,
      long through,
      List<PlannedBatch> batches,
      Map<CheckpointName, BoundSuite> suites,
      EngineIdentity engine) {
    this(
        buildId,
        spec,
        specVersion,
        window,
        through,
        batches,
        suites,
        List.of(),
        engine,
        Optional.empty());
  }

  /** The rows of the window, as ingest counted them. */
  public Fingerprint windowed() {
    return batches.stream().map(PlannedBatch::rows).reduce(Fingerprint.EMPTY, Fingerprint::plus);
  }
}
