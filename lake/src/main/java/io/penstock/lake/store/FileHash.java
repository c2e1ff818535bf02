package io.penstock.lake.store;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import io.penstock.contracts.layout.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.Function;

/** The SHA-256 of a file: what the keys of data end in. */
public final class FileHash {
  private static final int BUFFER_BYTES = 1 << 16;

  private FileHash() {}

  /** The digest of a file's bytes. */
  public static Sha256 of(Path file) {
    try (InputStream bytes = Files.newInputStream(file)) {
      return of(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  static Sha256 of(InputStream bytes) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return Sha256.ofDigest(digest.digest());
  }

  static StoredObject reference(Path file, Function<Sha256, ObjectKey> key) {
    try {
      Sha256 sha256 = of(file);
      return new StoredObject(key.apply(sha256), sha256, Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Checks that a file is what a reference says.
   *
   * @throws PenstockException INTERNAL {@code object-corrupt} if it is not
   */
  static void require(StoredObject object, Path file) {
    require(object, of(file));
  }

  /** Checks that bytes of this hash are what a reference says. */
  static void require(StoredObject object, Sha256 sha256) {
    if (!sha256.equals(object.sha256())) {
      throw PenstockException.internal(
          "object-corrupt", "the file to store as " + object.key() + " has other bytes: " + sha256);
    }
  }
}
