package io.penstock.catalog.publication;

import io.penstock.catalog.iceberg.TableFile;
import io.penstock.catalog.quarantine.QuarantineFiles;
import io.penstock.contracts.build.BuildPlan;
import io.penstock.contracts.build.CheckOutcome;
import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.contracts.ledger.BuildLedger;
import java.util.List;

/**
 * A build whose steps are done, and for which everything holds that a version promises.
 *
 * @param candidate the build in the catalog
 * @param plan its plan
 * @param shape columns and partitioning of its files
 * @param files its data files; none if no row is left
 * @param ledger its account, which balances
 * @param checkpoints the verdicts, which are good
 * @param quarantine what it left in quarantine
 * @param objects every object that the catalog refers to once it is published
 */
record FinishedBuild(
    Candidate candidate,
    BuildPlan plan,
    OutputShape shape,
    List<OutputFile> files,
    BuildLedger ledger,
    List<CheckOutcome> checkpoints,
    QuarantineFiles.Left quarantine,
    List<StoredObject> objects) {
  FinishedBuild {
    files = List.copyOf(files);
    checkpoints = List.copyOf(checkpoints);
    objects = List.copyOf(objects);
  }

  /** The same work, as the catalog sees the build now. */
  FinishedBuild of(Candidate now) {
    return new FinishedBuild(now, plan, shape, files, ledger, checkpoints, quarantine, objects);
  }

  BuildId buildId() {
    return candidate.buildId();
  }

  Window window() {
    return candidate.window();
  }

  List<TableFile> tableFiles() {
    return files.stream()
        .map(file -> new TableFile(file, shape.partitionBy(), shape.columns()))
        .toList();
  }
}
