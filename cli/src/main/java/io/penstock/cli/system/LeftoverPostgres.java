package io.penstock.cli.system;

import io.penstock.contracts.failure.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A PostgreSQL that still serves a data directory of the local stack, although its stack was
 * killed. It is found by the note that the server itself keeps of its process id.
 *
 * @param process its first process
 */
record LeftoverPostgres(ProcessHandle process) {
  private static final Pattern PID = Pattern.compile("\\d{1,9}");

  /**
   * The server, if one runs.
   *
   * @param stackDir the data directory of the local stack
   * @throws PenstockException USER {@code still-up} if a process has that id, and this user may not
   *     see which program it is
   */
  static Optional<LeftoverPostgres> on(Path stackDir) throws IOException {
    Path data = stackDir.resolve("postgres").resolve("data");
    Path note = data.resolve("postmaster.pid");
    if (!Files.isRegularFile(note)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(note);
    if (lines.isEmpty() || !PID.matcher(lines.getFirst().strip()).matches()) {
      // A server that was killed while it started.
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
        .filter(ProcessHandle::isAlive)
        .filter(process -> serves(process, data, note))
        .map(LeftoverPostgres::new);
  }

  /** The id may belong to another program by now; a server names its directory. */
  private static boolean serves(ProcessHandle process, Path data, Path note) {
    Optional<String[]> arguments = process.info().arguments();
    if (arguments.isEmpty() && process.isAlive()) {
      throw PenstockException.user(
          "still-up",
          "%s names process %d, which runs, and you may not see which program that is: end it if it is PostgreSQL, or delete that file"
              .formatted(note, process.pid()));
    }
    return Stream.of(arguments.orElse(new String[0])).anyMatch(argument -> same(argument, data));
  }

  private static boolean same(String argument, Path data) {
    try {
      return Files.isSameFile(Path.of(argument), data);
    } catch (IOException | IllegalArgumentException e) {
      // No path, or of nothing that exists.
      return false;
    }
  }

  /** Asks it to end without waiting for its clients; ends it by force if it does not. */
  void stop(Duration patience) throws IOException {
    List<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants()).toList();
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    if (!ended(process, patience)) {
      all.forEach(ProcessHandle::destroyForcibly);
    }
    for (ProcessHandle each : all) {
      if (!ended(each, patience)) {
        throw PenstockException.user(
            "still-up", "process %d of PostgreSQL does not end: end it".formatted(each.pid()));
      }
    }
  }

  private static boolean ended(ProcessHandle process, Duration patience) {
    try {
      process.onExit().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        return false;
      }
      throw e;
    }
  }
}
