package io.penstock.lake.engine;

import io.penstock.contracts.failure.PenstockException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A directory that lives as long as its session. */
record Scratch(Path directory) implements AutoCloseable {

  static Scratch create(Path root) {
    try {
      Files.createDirectories(root);
      return new Scratch(Files.createTempDirectory(root.toRealPath(), "session-"));
    } catch (IOException e) {
      throw PenstockException.resource(
          "scratch-unavailable", "No scratch directory can be made in " + root + ": " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (IOException e) {
      throw PenstockException.resource(
          "scratch-not-deleted", "Files stay behind in " + directory + ": " + e, e);
    }
  }

  /** Deletes what is found; what another has deleted meanwhile is no failure. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
