package io.penstock.catalog.iceberg;

import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.lake.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/**
 * Iceberg's files in our object store, without Hadoop. Every write is put-if-absent and is
 * remembered, so that the transaction that commits a table's metadata can name all of its objects.
 * Nothing is ever deleted: what a failed attempt leaves behind is the sweeper's.
 */
final class StoreFileIO implements FileIO {
  private static final long serialVersionUID = 1L;

  // FileIO is serializable for engines that ship it to workers; this one stays where it is.
  private final transient ObjectStore store;
  private final transient List<StoredObject> written = new CopyOnWriteArrayList<>();
  private final String bucket;

  StoreFileIO(ObjectStore store, String bucket) {
    this.store = store;
    this.bucket = bucket;
  }

  /** The objects written through this instance so far. */
  List<StoredObject> written() {
    return List.copyOf(written);
  }

  /** The location of an object in this bucket. */
  String location(ObjectKey key) {
    return new Location(bucket, key).toString();
  }

  @Override
  public InputFile newInputFile(String location) {
    return new StoreInputFile(store, location, key(location), Optional.empty());
  }

  @Override
  public InputFile newInputFile(String location, long length) {
    return new StoreInputFile(store, location, key(location), Optional.of(length));
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new StoreOutputFile(this, location);
  }

  @Override
  public void deleteFile(String location) {
    // Iceberg calls this for manifests it did not need in the end; they become orphans.
  }

  void write(String location, byte[] bytes) {
    ObjectKey key = key(location);
    if (!store.putIfAbsent(key, bytes)) {
      throw new AlreadyExistsException("%s exists already", location);
    }
    written.add(new StoredObject(key, Sha256.of(bytes), bytes.length));
  }

  private ObjectKey key(String location) {
    Location parsed = Location.parse(location);
    if (!parsed.bucket().equals(bucket)) {
      throw new IllegalArgumentException(location + " is not in the bucket " + bucket);
    }
    return parsed.key();
  }
}
