package io.penstock.benchmark;

import io.penstock.cli.system.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a service has used since it started.
 *
 * @param cpu processor time; zero if the machine does not tell
 * @param residentBytes the memory that it holds now, if the machine tells (Linux does)
 * @param residentBytesMax the most memory that it held, if the machine tells
 */
record ServiceUsage(Duration cpu, Optional<Long> residentBytes, Optional<Long> residentBytesMax) {
  private static final String RESIDENT = "VmRSS:";
  private static final String PEAK = "VmHWM:";

  static ServiceUsage of(Path dataDir, Part part) {
    try {
      String pid =
          Files.readString(dataDir.resolve("run").resolve(part.id() + ".pid")).split(" ", 2)[0];
      return of(Long.parseLong(pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ServiceUsage of(long pid) {
    try {
      Duration cpu =
          ProcessHandle.of(pid)
              .flatMap(process -> process.info().totalCpuDuration())
              .orElse(Duration.ZERO);
      Path file = Path.of("/proc", Long.toString(pid), "status");
      List<String> status = Files.isReadable(file) ? Files.readAllLines(file) : List.of();
      return new ServiceUsage(cpu, resident(status), peak(status));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<Long> resident(List<String> status) {
    return bytes(status, RESIDENT);
  }

  static Optional<Long> peak(List<String> status) {
    return bytes(status, PEAK);
  }

  /** The line of {@code /proc/<pid>/status} that says it in KiB. */
  private static Optional<Long> bytes(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replace("kB", "").strip())
        .map(kibibytes -> Long.parseLong(kibibytes) << 10)
        .findFirst();
  }
}
