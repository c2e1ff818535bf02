package io.penstock.lake.store;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One bucket of immutable objects. A write is atomic, and a key never gets other bytes: there is no
 * method that overwrites.
 *
 * <p>Safe for use by several threads. Every method may fail with {@link PenstockException}:
 *
 * <ul>
 *   <li>EXTERNAL {@code store-unavailable}: the store cannot be reached, is overloaded or failed;
 *       the caller tries again later.
 *   <li>EXTERNAL {@code store-refused}: credentials or bucket are wrong; the message names the
 *       settings. Tried again like the other, because an operator may mend it meanwhile.
 *   <li>INTERNAL {@code object-missing}: an object that the caller refers to does not exist.
 *   <li>INTERNAL {@code object-corrupt}: an object exists, but its bytes are not what they must be.
 * </ul>
 *
 * An interrupted thread gets a {@link java.util.concurrent.CancellationException} and stays
 * interrupted.
 */
public interface ObjectStore extends AutoCloseable {

  /**
   * Stores a file. If the key is taken, the stored bytes are compared: equal ones count as written,
   * because keys of data carry their hash and whoever was first wrote the same.
   *
   * @return the reference to the object, with the file's SHA-256 and length
   * @throws PenstockException INTERNAL {@code object-conflict} if the key is taken by other bytes
   */
  default StoredObject put(ObjectKey key, Path file) {
    return put(FileHash.reference(file, sha256 -> key), file);
  }

  /**
   * Stores a file under a key that carries its hash. The file is read for that hash once, instead
   * of once more to store it.
   *
   * @param key the key for a hash
   * @return the reference to the object, with the file's SHA-256 and length
   * @throws PenstockException INTERNAL {@code object-conflict} if the key is taken by other bytes
   */
  default StoredObject put(Path file, Function<Sha256, ObjectKey> key) {
    return put(FileHash.reference(file, key), file);
  }

  /**
   * Like {@link #put(ObjectKey, Path)}, for a file whose hash is known already, so that it is not
   * read once more. What is stored is verified against it on the way.
   *
   * @return the same reference
   * @throws PenstockException INTERNAL {@code object-conflict} if the key is taken by other bytes,
   *     {@code object-corrupt} if the file is not what the reference says; nothing is stored then
   */
  StoredObject put(StoredObject object, Path file);

  /**
   * Stores an object if there is none under the key yet. Of writers of different bytes exactly one
   * gets {@code true}; writers of the same bytes may all get it, because a lost answer to the own
   * write cannot be told from another's.
   */
  boolean putIfAbsent(ObjectKey key, byte[] bytes);

  /** The whole object. */
  byte[] read(ObjectKey key);

  /** The whole object, if it exists. */
  Optional<byte[]> find(ObjectKey key);

  /**
   * Downloads an object into a directory and verifies its hash on the way. Nothing is left behind
   * if it fails.
   *
   * @return the file, named after the last segment of the key
   */
  Path download(ObjectKey key, Sha256 expected, Path directory);

  /**
   * Opens a part of an object. Reading from the stream may fail with an IOException.
   *
   * @param offset first byte
   * @param length number of bytes, within the object
   */
  InputStream open(ObjectKey key, long offset, long length);

  /** The length of an object in bytes. */
  long size(ObjectKey key);

  /** The length of an object in bytes, if it exists. */
  Optional<Long> findSize(ObjectKey key);

  /**
   * All objects whose keys begin with a text, in the order of the keys' UTF-8 bytes. The listing is
   * fetched page by page while the stream is read.
   */
  Stream<ListedObject> list(String prefix);

  /** Deletes an object; one that does not exist is no failure. Only the sweeper calls this. */
  void delete(ObjectKey key);

  /** Creates the bucket if it does not exist. */
  void ensureBucket();

  /**
   * Checks what every part relies on: a second write to a key is refused, and what is stored is
   * listed and read back.
   *
   * @throws PenstockException EXTERNAL {@code store-unsuitable} if the store does not do that
   */
  void verifySemantics();

  /** Lets go of connections; does not fail. */
  @Override
  void close();
}
