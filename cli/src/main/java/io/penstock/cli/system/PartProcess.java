package io.penstock.cli.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One process of a system. Its id and start time are kept in a file, so that any later command
 * finds it, and never takes another process for it that got the same id.
 */
final class PartProcess {
  private static final Duration START_TIME_TOLERANCE = Duration.ofSeconds(2);

  /** What stands in the file: the id and the start, in milliseconds since 1970. */
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,18}) (\\d{1,18})");

  private final Path pidFile;
  private final Path log;

  PartProcess(Path dataDir, Part part) {
    this.pidFile = dataDir.resolve("run").resolve(part.id() + ".pid");
    this.log = dataDir.resolve("logs").resolve(part.id() + ".log");
  }

  Path log() {
    return log;
  }

  /** The running process, if there is one. */
  Optional<ProcessHandle> running() {
    try {
      if (!Files.isRegularFile(pidFile)) {
        return Optional.empty();
      }
      Matcher written = WRITTEN.matcher(Files.readString(pidFile).strip());
      if (!written.matches()) {
        // Whoever wrote it was killed half-way, or the disk was full.
        return Optional.empty();
      }
      Instant started = Instant.ofEpochMilli(Long.parseLong(written.group(2)));
      return ProcessHandle.of(Long.parseLong(written.group(1)))
          .filter(ProcessHandle::isAlive)
          .filter(process -> sameStart(process, started));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean sameStart(ProcessHandle process, Instant started) {
    return process
        .info()
        .startInstant()
        .map(at -> Duration.between(at, started).abs().compareTo(START_TIME_TOLERANCE) < 0)
        .orElse(true);
  }

  ProcessHandle start(List<String> command, Path directory, Map<String, String> environment) {
    try {
      Files.createDirectories(pidFile.getParent());
      Files.createDirectories(log.getParent());
      if (Files.exists(log)) {
        Files.move(
            log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      Instant started = process.info().startInstant().orElse(Instant.now());
      Files.writeString(pidFile, process.pid() + " " + started.toEpochMilli() + "\n");
      return process.toHandle();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the process to stop and waits; ends it if it does not. */
  void stop(Duration patience) {
    running().ifPresent(process -> stop(process, patience));
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(ProcessHandle process, Duration patience) {
    process.destroy();
    try {
      process.onExit().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        process.destroyForcibly();
        process.onExit().join();
      } else {
        throw e;
      }
    }
  }

  /** The last lines of its log, for error messages. */
  String logTail(int lines) {
    try {
      List<String> all =
          Files.isRegularFile(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return "(" + log + " cannot be read: " + e + ")";
    }
  }
}
