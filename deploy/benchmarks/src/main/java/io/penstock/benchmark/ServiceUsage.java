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
 * @param residentBytesMax the most memory that it held, if the machine tells (Linux does)
 */
record ServiceUsage(Duration cpu, Optional<Long> residentBytesMax) {
  private static final String PEAK = "VmHWM:";

  static ServiceUsage of(Path dataDir, Part part) {
    try {
      String pid =
          Files.readString(dataDir.resolve("run").resolve(part.id() + ".pid")).split(" ", 2)[0];
      Duration cpu =
          ProcessHandle.of(Long.parseLong(pid))
              .flatMap(process -> process.info().totalCpuDuration())
              .orElse(Duration.ZERO);
      Path status = Path.of("/proc", pid, "status");
      return new ServiceUsage(
          cpu, Files.isReadable(status) ? peak(Files.readAllLines(status)) : Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The line of {@code /proc/<pid>/status} that says it in KiB. */
  static Optional<Long> peak(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(PEAK))
        .map(line -> line.substring(PEAK.length()).replace("kB", "").strip())
        .map(kibibytes -> Long.parseLong(kibibytes) << 10)
        .findFirst();
  }
}
