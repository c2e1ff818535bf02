package io.penstock.runtime.outcome;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.lake.store.ListedObject;
import io.penstock.lake.store.ObjectStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A store in memory: as much of it as outcomes need. */
public final class MemoryStore implements ObjectStore {
  private final Map<ObjectKey, byte[]> objects = new ConcurrentHashMap<>();
  private boolean away;

  public void away(boolean away) {
    this.away = away;
  }

  @Override
  public boolean putIfAbsent(ObjectKey key, byte[] bytes) {
    return objects.putIfAbsent(key, bytes) == null;
  }

  @Override
  public byte[] read(ObjectKey key) {
    return find(key).orElseThrow(() -> PenstockException.internal("object-missing", "no " + key));
  }

  @Override
  public Optional<byte[]> find(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  @Override
  public Optional<Long> findSize(ObjectKey key) {
    checkThere();
    return find(key).map(bytes -> (long) bytes.length);
  }

  @Override
  public void ensureBucket() {
    checkThere();
  }

  @Override
  public void verifySemantics() {
    checkThere();
  }

  private void checkThere() {
    if (away) {
      throw PenstockException.external("store-unavailable", "no S3");
    }
  }

  @Override
  public StoredObject put(StoredObject object, Path file) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path download(ObjectKey key, Sha256 expected, Path directory) {
    throw new UnsupportedOperationException();
  }

  @Override
  public InputStream open(ObjectKey key, long offset, long length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long size(ObjectKey key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Stream<ListedObject> list(String prefix) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(ObjectKey key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
