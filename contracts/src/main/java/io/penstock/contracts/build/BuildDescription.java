package io.penstock.contracts.build;

import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.PipelineName;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.ledger.BuildLedger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A build as the catalog knows it.
 *
 * @param checkpoints the verdicts of its checkpoints
 * @param failure what ended it, if it failed
 * @param version the dataset version it was first published in
 */
public record BuildDescription(
    BuildId buildId,
    PipelineName pipeline,
    int specVersion,
    Window window,
    long through,
    BuildState state,
    Instant plannedAt,
    Optional<Instant> endedAt,
    Optional<BuildLedger> ledger,
    List<CheckOutcome> checkpoints,
    Optional<String> failure,
    Optional<Long> version) {
  public BuildDescription {
    checkpoints = List.copyOf(checkpoints);
  }
}
