package io.penstock.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/** A Java runtime with the modules that the images of the services have, and no others. */
final class RuntimeImage {
  private RuntimeImage() {}

  /**
   * Makes the runtime.
   *
   * @param folder where; does not exist yet
   * @return its {@code java}
   */
  static Path java(Path checkout, Path folder) {
    try {
      List<String> modules =
          Files.readAllLines(checkout.resolve("deploy/images/modules")).stream()
              .filter(line -> !line.startsWith("#"))
              .toList();
      int status =
          ToolProvider.findFirst("jlink")
              .orElseThrow()
              .run(
                  System.out,
                  System.err,
                  "--add-modules",
                  modules.stream().collect(Collectors.joining(",")),
                  "--output",
                  folder.toString());
      if (status != 0) {
        throw new AssertionError("jlink ended with " + status);
      }
      return folder.resolve("bin").resolve("java");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
