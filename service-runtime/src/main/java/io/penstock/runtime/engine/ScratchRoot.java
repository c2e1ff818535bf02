package io.penstock.runtime.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The scratch directory of this process: named after its process id, so that what killed processes
 * left behind can be told apart and removed.
 */
final class ScratchRoot {
  private static final Logger LOG = Logger.getLogger(ScratchRoot.class);

  private ScratchRoot() {}

  /** The directory for a process, after removing those of processes that are gone. */
  static Path of(Path scratch, long pid) {
    for (Path left : leftBehind(scratch, pid)) {
      delete(left);
    }
    return scratch.resolve(Long.toString(pid));
  }

  /** In a container every life of a service has the same process id: its own name is old, too. */
  private static List<Path> leftBehind(Path scratch, long pid) {
    if (!Files.isDirectory(scratch)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(scratch)) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("[0-9]{1,18}"))
          .filter(entry -> {
            long owner = Long.parseLong(entry.getFileName().toString());
            return owner == pid || ProcessHandle.of(owner).isEmpty();
          })
          .toList();
    } catch (IOException e) {
      LOG.warnf("cannot look for old files in %s: %s", scratch, e);
      return List.of();
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.warnf("cannot remove old files in %s: %s", directory, e);
    }
  }
}
