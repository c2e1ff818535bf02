package io.penstock.catalog.publication;

import io.penstock.contracts.build.OutputFile;
import io.penstock.contracts.id.BuildId;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.Window;
import io.penstock.contracts.ledger.BuildLedger;
import java.util.List;
import java.util.Optional;

/**
 * The newest version of a dataset, as far as the next one depends on it: what is replaced one by
 * one, and sums over what stays, however many windows that are.
 *
 * @param metadataLocation Iceberg's pointer, absent before the first version
 * @param version its number, 0 before the first version
 * @param replaced the windows that get another build
 * @param removed the files of those windows
 * @param kept the windows that stay
 * @param content the files of the next version: those that stay and those that are added
 */
record Head(
    DatasetName dataset,
    Optional<String> metadataLocation,
    long version,
    List<HeadWindow> replaced,
    List<HeadFile> removed,
    KeptWindows kept,
    ContentSums content) {
  Head {
    replaced = List.copyOf(replaced);
    removed = List.copyOf(removed);
  }

  /** A window of the newest version. */
  record HeadWindow(Window window, BuildId buildId, BuildLedger ledger, OutputShape shape) {}

  /** A data file of the newest version. */
  record HeadFile(Window window, BuildId buildId, OutputFile file) {}

  /**
   * The windows that stay.
   *
   * @param count how many
   * @param shapes the different shapes of their files, by spec version
   * @param ledger the sum of their accounts
   */
  record KeptWindows(int count, List<ShapeOf> shapes, BuildLedger ledger) {
    KeptWindows {
      shapes = List.copyOf(shapes);
    }
  }

  /** The shape of files that builds of a spec version made, and the latest window of these. */
  record ShapeOf(int specVersion, Window latest, OutputShape shape) {}
}
