package io.penstock.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The most memory that a process held. */
public final class Peak {
  private Peak() {}

  /** Of this process so far, in bytes, if the machine tells (Linux does). */
  public static Optional<Long> ofThisProcess() {
    Path status = Path.of("/proc/self/status");
    try {
      return Files.isReadable(status)
          ? ServiceUsage.peak(Files.readAllLines(status))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
