package io.penstock.catalog.iceberg;

import io.penstock.contracts.layout.ObjectKey;
import io.penstock.lake.store.ObjectStore;
import java.util.Optional;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/** An object that Iceberg reads. Its length is asked for once, if it is not known. */
final class StoreInputFile implements InputFile {
  private final ObjectStore store;
  private final String location;
  private final ObjectKey key;
  private Optional<Long> length;

  StoreInputFile(ObjectStore store, String location, ObjectKey key, Optional<Long> length) {
    this.store = store;
    this.location = location;
    this.key = key;
    this.length = length;
  }

  @Override
  public long getLength() {
    return findLength().orElseThrow(() -> new NotFoundException("%s does not exist", location));
  }

  @Override
  public SeekableInputStream newStream() {
    return new RangeInputStream(store, key, getLength());
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public boolean exists() {
    return findLength().isPresent();
  }

  private synchronized Optional<Long> findLength() {
    if (length.isEmpty()) {
      length = store.findSize(key);
    }
    return length;
  }
}
