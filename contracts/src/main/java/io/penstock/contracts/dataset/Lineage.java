package io.penstock.contracts.dataset;

import io.penstock.contracts.build.PlannedBatch;
import io.penstock.contracts.build.SuiteReference;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.SourceName;
import io.penstock.contracts.id.Window;
import java.util.List;

/** Where a window of a version comes from. */
public record Lineage(
    Window window,
    BuildId buildId,
    SourceName source,
    int specVersion,
    long through,
    List<PlannedBatch> batches,
    List<SuiteReference> suites) {
  public Lineage {
    batches = List.copyOf(batches);
    suites = List.copyOf(suites);
  }
}
