package io.penstock.workflow.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The histories that are kept in the repository. */
public final class Histories {
  private static final int KEPT_MIN = 7;

  private Histories() {}

  /** Those in a folder, by name; none may have been lost. */
  public static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> histories =
          files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      if (histories.size() < KEPT_MIN) {
        throw new AssertionError("only " + histories + " are left in " + folder);
      }
      return histories;
    }
  }
}
