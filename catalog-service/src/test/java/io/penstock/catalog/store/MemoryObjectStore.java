package io.penstock.catalog.store;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import io.penstock.lake.store.ListedObject;
import io.penstock.lake.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** A bucket in memory. Objects are as old as {@link #clock} said when they were stored. */
public final class MemoryObjectStore implements ObjectStore {
  private record Entry(byte[] bytes, Instant at) {}

  private final ConcurrentSkipListMap<String, Entry> objects = new ConcurrentSkipListMap<>();
  private volatile Instant clock = Instant.parse("2001-01-01T00:00:00Z");

  public void clock(Instant now) {
    clock = now;
  }

  @Override
  public StoredObject put(StoredObject object, Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      ObjectKey key = object.key();
      if (!Sha256.of(bytes).equals(object.sha256())) {
        throw PenstockException.internal("object-corrupt", key + " is to have other bytes");
      }
      if (!putIfAbsent(key, bytes) && !Arrays.equals(read(key), bytes)) {
        throw PenstockException.internal("object-conflict", key + " has other bytes");
      }
      return object;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean putIfAbsent(ObjectKey key, byte[] bytes) {
    return objects.putIfAbsent(key.value(), new Entry(bytes.clone(), clock)) == null;
  }

  @Override
  public byte[] read(ObjectKey key) {
    return find(key)
        .orElseThrow(() -> PenstockException.internal("object-missing", "no object " + key));
  }

  @Override
  public Optional<byte[]> find(ObjectKey key) {
    return Optional.ofNullable(objects.get(key.value())).map(entry -> entry.bytes().clone());
  }

  @Override
  public Path download(ObjectKey key, Sha256 expected, Path directory) {
    try {
      String name = key.value().substring(key.value().lastIndexOf('/') + 1);
      return Files.write(directory.resolve(name), read(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream open(ObjectKey key, long offset, long length) {
    return new ByteArrayInputStream(
        Arrays.copyOfRange(read(key), Math.toIntExact(offset), Math.toIntExact(offset + length)));
  }

  @Override
  public long size(ObjectKey key) {
    return read(key).length;
  }

  @Override
  public Optional<Long> findSize(ObjectKey key) {
    return find(key).map(bytes -> (long) bytes.length);
  }

  @Override
  public Stream<ListedObject> list(String prefix) {
    return objects.tailMap(prefix).entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith(prefix))
        .map(entry ->
            new ListedObject(
                new ObjectKey(entry.getKey()),
                entry.getValue().bytes().length,
                entry.getValue().at()));
  }

  @Override
  public void delete(ObjectKey key) {
    objects.remove(key.value());
  }

  @Override
  public void ensureBucket() {}

  @Override
  public void verifySemantics() {}

  @Override
  public void close() {}
}
