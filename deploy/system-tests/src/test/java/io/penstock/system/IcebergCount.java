package io.penstock.system;

import io.penstock.contracts.dataset.VersionDescription;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.lake.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** What iceberg-core, without any code of Penstock's, finds in a version's snapshot. */
record IcebergCount(long files, long rows) {
  static IcebergCount read(ObjectStore store, VersionDescription version) {
    FileIO io = new StoreReader(store);
    TableMetadata metadata = metadata(store, version);
    Snapshot snapshot = metadata.snapshot(version.snapshotId());
    long files = 0;
    long rows = 0;
    for (ManifestFile manifest : snapshot.dataManifests(io)) {
      try (CloseableIterable<DataFile> entries =
          ManifestFiles.read(manifest, io, metadata.specsById())) {
        for (DataFile file : entries) {
          files++;
          rows += file.recordCount();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new IcebergCount(files, rows);
  }

  /** Every object of metadata that a version's snapshot needs. */
  static Set<ObjectKey> objects(ObjectStore store, VersionDescription version) {
    FileIO io = new StoreReader(store);
    Set<ObjectKey> objects = new HashSet<>();
    objects.add(key(version.metadataLocation()));
    Snapshot snapshot = metadata(store, version).snapshot(version.snapshotId());
    objects.add(key(snapshot.manifestListLocation()));
    snapshot.allManifests(io).forEach(manifest -> objects.add(key(manifest.path())));
    return objects;
  }

  private static TableMetadata metadata(ObjectStore store, VersionDescription version) {
    String json = new String(store.read(key(version.metadataLocation())), StandardCharsets.UTF_8);
    return TableMetadataParser.fromJson(version.metadataLocation(), json);
  }

  private static ObjectKey key(String location) {
    return new ObjectKey(URI.create(location).getPath().substring(1));
  }

  /** Reads whole objects: metadata files are small. */
  private record StoreReader(ObjectStore store) implements FileIO {
    @Override
    public InputFile newInputFile(String location) {
      return new InMemoryInputFile(location, store.read(key(location)));
    }

    @Override
    public OutputFile newOutputFile(String location) {
      throw new IllegalStateException("a reader writes nothing: " + location);
    }

    @Override
    public void deleteFile(String location) {
      throw new IllegalStateException("a reader deletes nothing: " + location);
    }
  }
}
