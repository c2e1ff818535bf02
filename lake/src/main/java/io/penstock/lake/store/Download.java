package io.penstock.lake.store;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.id.Sha256;
import io.penstock.contracts.layout.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;

/** Writes an object to a file, which appears whole and verified or not at all. */
record Download(ObjectKey key, Sha256 expected, Path directory) {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Fails with IOException if reading does: what writing throws is RESOURCE. */
  Path from(InputStream bytes) throws IOException {
    String name = key.value().substring(key.value().lastIndexOf('/') + 1);
    Path file = directory.resolve(name);
    Path partial = partial(name);
    try {
      Sha256 actual = copy(bytes, partial);
      if (!actual.equals(expected)) {
        throw PenstockException.internal(
            "object-corrupt",
            String.format("%s has the SHA-256 %s, but must have %s", key, actual, expected));
      }
      return moved(partial, file);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private Path partial(String name) {
    try {
      Files.createDirectories(directory);
      return Files.createTempFile(directory, name, ".partial");
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  private Sha256 copy(InputStream bytes, Path partial) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (Sink sink = new Sink(Files.newOutputStream(partial))) {
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        digest.update(buffer, 0, read);
        sink.write(buffer, read);
      }
    }
    return Sha256.ofDigest(digest.digest());
  }

  private Path moved(Path partial, Path file) {
    try {
      return Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  private PenstockException notWritten(IOException e) {
    return PenstockException.resource(
        "download-not-written", "Cannot write " + key + " into " + directory + ": " + e, e);
  }

  /** Tells failures to write from failures to read. */
  private final class Sink implements AutoCloseable {
    private final OutputStream out;

    Sink(OutputStream out) {
      this.out = out;
    }

    void write(byte[] buffer, int length) {
      try {
        out.write(buffer, 0, length);
      } catch (IOException e) {
        throw notWritten(e);
      }
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw notWritten(e);
      }
    }
  }
}
