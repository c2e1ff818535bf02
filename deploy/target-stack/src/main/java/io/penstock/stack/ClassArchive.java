package io.penstock.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The stack's classes, loaded and verified once and kept in a file: that halves the processor time
 * of a start.
 *
 * <p>A stack that finds no archive writes one as it ends in order; later ones map it. The JVM
 * ignores an archive that does not fit its class path.
 *
 * @param file the archive for this build of the stack
 */
record ClassArchive(Path file) {
  private static final String SUFFIX = ".jsa";

  static ClassArchive of(StackHome home) throws IOException {
    TreeMap<String, List<Long>> jars = new TreeMap<>();
    try (Stream<Path> lib = Files.list(home.lib())) {
      for (Path jar : lib.toList()) {
        jars.put(
            jar.getFileName().toString(),
            List.of(Files.getLastModifiedTime(jar).toMillis(), Files.size(jar)));
      }
    }
    return new ClassArchive(
        home.cache().resolve("classes-%08x%s".formatted(jars.hashCode(), SUFFIX)));
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** Where the stack with that data directory writes a new archive. */
  Path written(Path dataDir) {
    return dataDir.resolve("classes" + SUFFIX);
  }

  List<String> jvmOptions(Path dataDir) {
    return exists()
        ? List.of("-Xlog:disable", "-XX:SharedArchiveFile=" + file)
        : List.of("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + written(dataDir));
  }

  /** Takes over what a stack has written at its end. */
  void adopt(Path dataDir) throws IOException {
    if (!Files.exists(written(dataDir))) {
      return;
    }
    Files.createDirectories(file.getParent());
    Path unfinished = Files.createTempFile(file.getParent(), "classes", ".new");
    Files.move(written(dataDir), unfinished, StandardCopyOption.REPLACE_EXISTING);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    // Those of earlier builds fit no stack any more.
    try (Stream<Path> cache = Files.list(file.getParent())) {
      for (Path path : cache.toList()) {
        if (path.toString().endsWith(SUFFIX) && !path.equals(file)) {
          Files.deleteIfExists(path);
        }
      }
    }
  }
}
