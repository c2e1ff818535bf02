package io.penstock.catalog.iceberg;

import io.penstock.contracts.layout.StoredObject;
import java.util.List;

/**
 * Table metadata that is stored and waits to become the current one.
 *
 * @param metadataLocation location of the metadata file
 * @param snapshotId the new snapshot
 * @param written every object that was written for it, the metadata file included
 */
public record PreparedTable(String metadataLocation, long snapshotId, List<StoredObject> written) {
  public PreparedTable {
    written = List.copyOf(written);
  }
}
