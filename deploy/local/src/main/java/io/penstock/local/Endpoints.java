package io.penstock.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The file that tells others where a running stack is: {@code endpoints.properties} in the data
 * directory.
 *
 * <p>It exists only while every part answers. Its keys are the product's setting names, and {@code
 * pid}.
 */
record Endpoints(Path file) {

  static Endpoints in(Path dataDir) {
    return new Endpoints(dataDir.resolve("endpoints.properties"));
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  void write(Map<String, String> settings) throws IOException {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("pid", Long.toString(ProcessHandle.current().pid()));
    String text =
        all.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue() + "\n")
            .collect(Collectors.joining());
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(temporary, text);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
