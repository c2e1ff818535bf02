package io.penstock.lake.store;

import io.minio.messages.Item;
import io.minio.messages.ListBucketResultV2;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A bucket of any S3 store, through the MinIO client. */
public final class MinioObjectStore implements ObjectStore {
  private static final int CONFLICT_TRIES = 5;
  private static final String CHECKS = "checks/";

  private final StoreSettings settings;
  private final S3Requests requests;

  /** Makes no request yet. */
  public MinioObjectStore(StoreSettings settings) {
    this.settings = settings;
    this.requests = new S3Requests(settings);
  }

  @Override
  public StoredObject put(StoredObject object, Path file) {
    return doing(
        "store " + object.key(),
        () -> {
          try {
            upload(object, file);
          } catch (S3Failure e) {
            if (!holds(object)) {
              // Refused for its bytes, it would be refused for ever.
              FileHash.require(object, file);
              throw e;
            }
          }
          return object;
        });
  }

  private void upload(StoredObject stored, Path file) {
    try {
      if (stored.bytes() <= MultipartUpload.SINGLE_REQUEST_BYTES_MAX) {
        requests.putIfAbsent(stored.key(), file, stored.sha256());
      } else if (!holds(stored)) {
        new MultipartUpload(requests, stored, file).run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Whether the object exists; fails if it does with other bytes. */
  private boolean holds(StoredObject expected) {
    Optional<Long> bytes = present(() -> requests.size(expected.key()));
    if (bytes.isEmpty()) {
      return false;
    }
    if (bytes.get() != expected.bytes() || !hash(expected.key()).equals(expected.sha256())) {
      throw PenstockException.internal(
          "object-conflict", "Other bytes are stored under " + expected.key());
    }
    return true;
  }

  private Sha256 hash(ObjectKey key) {
    try (InputStream bytes = requests.get(key)) {
      return FileHash.of(bytes);
    } catch (IOException e) {
      throw S3Failure.of(e);
    }
  }

  @Override
  public boolean putIfAbsent(ObjectKey key, byte[] bytes) {
    return doing("store " + key, () -> putIfAbsent(key, bytes, CONFLICT_TRIES));
  }

  private boolean putIfAbsent(ObjectKey key, byte[] bytes, int tries) {
    try {
      requests.putIfAbsent(key, bytes);
      return true;
    } catch (S3Failure e) {
      if (e.kind() == S3Failure.Kind.REFUSED || e.kind() == S3Failure.Kind.MISSING) {
        throw e;
      }
      // The key may be taken by this very write, whose answer was lost and which was repeated.
      Optional<byte[]> stored = present(() -> readFully(key));
      if (stored.isPresent()) {
        return Arrays.equals(stored.get(), bytes);
      }
      if (e.kind() == S3Failure.Kind.UNAVAILABLE || tries == 1) {
        throw e;
      }
      return putIfAbsent(key, bytes, tries - 1);
    }
  }

  @Override
  public byte[] read(ObjectKey key) {
    return doing("read " + key, () -> readFully(key));
  }

  @Override
  public Optional<byte[]> find(ObjectKey key) {
    return doing("read " + key, () -> present(() -> readFully(key)));
  }

  private byte[] readFully(ObjectKey key) {
    try (InputStream bytes = requests.get(key)) {
      return bytes.readAllBytes();
    } catch (IOException e) {
      throw S3Failure.of(e);
    }
  }

  @Override
  public Path download(ObjectKey key, Sha256 expected, Path directory) {
    return doing(
        "download " + key,
        () -> {
          try (InputStream bytes = requests.get(key)) {
            return new Download(key, expected, directory).from(bytes);
          } catch (IOException e) {
            throw S3Failure.of(e);
          }
        });
  }

  @Override
  public InputStream open(ObjectKey key, long offset, long length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("no such range: " + offset + ", " + length);
    }
    // A range of S3 names its last byte, so there is none without bytes.
    return length == 0
        ? InputStream.nullInputStream()
        : doing("read " + key, () -> requests.get(key, offset, length));
  }

  @Override
  public long size(ObjectKey key) {
    return doing("look up " + key, () -> requests.size(key));
  }

  @Override
  public Optional<Long> findSize(ObjectKey key) {
    return doing("look up " + key, () -> present(() -> requests.size(key)));
  }

  @Override
  public Stream<ListedObject> list(String prefix) {
    return Stream.iterate(
            Optional.of(page(prefix, null)),
            Optional::isPresent,
            page -> page.flatMap(before -> next(prefix, before)))
        .flatMap(Optional::stream)
        .flatMap(page -> page.contents().stream().map(item -> listed(page, item)))
        .flatMap(Optional::stream);
  }

  private ListBucketResultV2 page(String prefix, @Nullable String continuation) {
    return doing("list " + prefix, () -> requests.list(prefix, continuation));
  }

  private Optional<ListBucketResultV2> next(String prefix, ListBucketResultV2 before) {
    return before.isTruncated()
        ? Optional.of(page(prefix, before.nextContinuationToken()))
        : Optional.empty();
  }

  /** Markers of folders, which some tools leave behind, are no objects of ours. */
  private static Optional<ListedObject> listed(ListBucketResultV2 page, Item item) {
    item.setEncodingType(page.encodingType());
    String key = item.objectName();
    return key.endsWith("/")
        ? Optional.empty()
        : Optional.of(
            new ListedObject(
                new ObjectKey(key),
                item.size(),
                Objects.requireNonNull(item.lastModified()).toInstant()));
  }

  @Override
  public void delete(ObjectKey key) {
    doing(
        "delete " + key,
        () -> {
          requests.delete(key);
          return key;
        });
  }

  @Override
  public void ensureBucket() {
    doing(
        "create the bucket",
        () -> {
          if (!requests.bucketExists()) {
            try {
              requests.makeBucket();
            } catch (S3Failure e) {
              if (e.kind() != S3Failure.Kind.CONFLICT || !requests.bucketExists()) {
                throw e;
              }
            }
          }
          return settings.bucket();
        });
  }

  @Override
  public void verifySemantics() {
    ObjectKey key = new ObjectKey(CHECKS + UUID.randomUUID());
    byte[] first = "first".getBytes(StandardCharsets.UTF_8);
    byte[] second = "second".getBytes(StandardCharsets.UTF_8);
    try {
      require(putIfAbsent(key, first), "a write to a free key is refused");
      require(!putIfAbsent(key, second), "a second write with If-None-Match: * is accepted");
      require(Arrays.equals(read(key), first), "what was stored is not what is read");
      require(
          list(CHECKS).anyMatch(object -> object.key().equals(key)),
          "what was stored is not listed");
    } finally {
      delete(key);
    }
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw PenstockException.external(
          "store-unsuitable",
          "The object store at "
              + settings.endpoint()
              + " (penstock.s3.endpoint) cannot be used: "
              + otherwise
              + ". Use a store with S3's conditional writes.");
    }
  }

  private static <T> Optional<T> present(Supplier<T> request) {
    try {
      return Optional.of(request.get());
    } catch (S3Failure e) {
      if (e.kind() == S3Failure.Kind.MISSING) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private <T> T doing(String action, Supplier<T> requests) {
    try {
      return requests.get();
    } catch (S3Failure e) {
      throw e.toCaller(action, settings);
    }
  }

  @Override
  public void close() {
    requests.close();
  }
}
