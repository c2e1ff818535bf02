package io.penstock.contracts.build;

import io.penstock.contracts.dataset.VersionReference;
import io.penstock.contracts.id.DatasetName;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.StoredObject;
import java.util.List;

/**
 * What a reference of a suite stood for when its build was planned.
 *
 * @param reference as the suite has it
 * @param dataset the dataset that it names
 * @param versions the versions, newest first; none if there is no such version
 */
public record PlannedReference(
    VersionReference reference, DatasetName dataset, List<ReferencedVersion> versions) {
  public PlannedReference {
    versions = List.copyOf(versions);
  }

  /**
   * A version.
   *
   * @param number its number
   * @param contentHash hash of its rows
   * @param rows number of its rows
   * @param rowsMade number of rows of the windows that were built for it
   * @param windowsMade number of windows that were built for it
   * @param files its data files, if the reference is to one version
   */
  public record ReferencedVersion(
      long number,
      Sha256 contentHash,
      long rows,
      long rowsMade,
      int windowsMade,
      List<StoredObject> files) {
    public ReferencedVersion {
      files = List.copyOf(files);
    }
  }
}
