package io.penstock.catalog.iceberg;

import io.penstock.contracts.layout.ObjectKey;
import java.util.List;

/**
 * What a reader of an Iceberg table finds in one snapshot.
 *
 * @param files its data files
 * @param metadata the metadata file, the manifest list and the manifests that lead to them
 */
public record SnapshotContents(List<File> files, List<ObjectKey> metadata) {
  public SnapshotContents {
    files = List.copyOf(files);
    metadata = List.copyOf(metadata);
  }

  /** A data file, as Iceberg's metadata describes it. */
  public record File(ObjectKey key, long rows, long bytes) {}
}
