package io.penstock.catalog.iceberg;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.lake.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.CloseableIterable;

/** Reads snapshots as any Iceberg reader does. */
public final class SnapshotReader {
  private final ObjectStore store;
  private final String bucket;

  public SnapshotReader(ObjectStore store, String bucket) {
    this.store = store;
    this.bucket = bucket;
  }

  /** Reads one snapshot of the table with this metadata. */
  public SnapshotContents read(String metadataLocation, long snapshotId) {
    StoreFileIO io = new StoreFileIO(store, bucket);
    Table table =
        new BaseTable(new StaticTableOperations(metadataLocation, io), "table", report -> {});
    Snapshot snapshot = table.snapshot(snapshotId);
    if (snapshot == null) {
      throw PenstockException.internal(
          "snapshot-missing", metadataLocation + " has no snapshot " + snapshotId);
    }
    List<ObjectKey> metadata = new ArrayList<>();
    metadata.add(key(metadataLocation));
    metadata.add(key(snapshot.manifestListLocation()));
    snapshot.allManifests(io).forEach(manifest -> metadata.add(key(manifest.path())));
    return new SnapshotContents(files(table, snapshotId), metadata);
  }

  private static List<SnapshotContents.File> files(Table table, long snapshotId) {
    List<SnapshotContents.File> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks =
        table.newScan().useSnapshot(snapshotId).planFiles()) {
      for (FileScanTask task : tasks) {
        files.add(
            new SnapshotContents.File(
                key(task.file().location()),
                task.file().recordCount(),
                task.file().fileSizeInBytes()));
      }
    } catch (IOException | RuntimeIOException e) {
      throw PenstockException.external(
          "store-unavailable", "Cannot read the snapshot " + snapshotId, e);
    }
    return files;
  }

  private static ObjectKey key(String location) {
    return Location.parse(location).key();
  }
}
