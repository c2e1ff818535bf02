package io.penstock.lake.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The file to which DuckDB's driver unpacks its native library, 71 MB in the directory for
 * temporary files. The driver deletes it when the process ends in order; after a kill it would
 * stay, and a pod that is killed for its memory again and again would fill its volume. Once it is
 * loaded, Linux needs the file's name no more.
 */
final class UnpackedLibrary {
  private static final Path MAPPINGS = Path.of("/proc/self/maps");
  private static final AtomicBoolean DONE = new AtomicBoolean();

  private UnpackedLibrary() {}

  /**
   * Removes the file's name, the first time this is called. Does nothing where there is no /proc.
   */
  static void unlink() {
    if (DONE.compareAndSet(false, true)) {
      for (Path file : mapped()) {
        try {
          Files.deleteIfExists(file);
        } catch (IOException e) {
          // Then it stays until the process ends, as it would have.
        }
      }
    }
  }

  /** The unpacked libraries that are mapped into this process and still have their name. */
  static List<Path> mapped() {
    Path folder = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    try {
      return Files.readAllLines(MAPPINGS).stream()
          .filter(line -> line.endsWith(".so") && line.contains("/libduckdb_java"))
          .map(line -> Path.of(line.substring(line.indexOf('/'))))
          .filter(file -> file.startsWith(folder))
          .distinct()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
