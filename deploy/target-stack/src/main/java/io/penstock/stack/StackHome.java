package io.penstock.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where the build leaves the local stack, which is a program with a class path of its own.
 *
 * @param directory {@code deploy/local/target/stack}
 */
record StackHome(Path directory) {

  /**
   * Looks in the repository around a directory.
   *
   * @throws IllegalStateException if the stack has not been built
   */
  static StackHome find(Path from) {
    for (Path dir = from.toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.exists(dir.resolve("deploy/local/pom.xml"))) {
        StackHome home = new StackHome(dir.resolve("deploy/local/target/stack"));
        if (!home.isBuilt()) {
          throw new IllegalStateException(
              "the local stack is not built (%s): run ./mvnw -pl deploy/local package first"
                  .formatted(home.directory));
        }
        return home;
      }
    }
    throw new IllegalStateException(
        "found no deploy/local above " + from + ": run the tests inside the repository");
  }

  Path lib() {
    return directory.resolve("lib");
  }

  /** What stacks share and can make again. */
  Path cache() {
    return directory.resolve("cache");
  }

  private boolean isBuilt() {
    if (!Files.isDirectory(lib())) {
      return false;
    }
    try (Stream<Path> jars = Files.list(lib())) {
      return jars.anyMatch(jar -> jar.getFileName().toString().startsWith("penstock-local-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
