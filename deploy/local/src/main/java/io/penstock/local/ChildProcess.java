package io.penstock.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that runs beside this JVM and does not outlive it.
 *
 * <p>A tiny shell waits on a pipe from this JVM. When the pipe closes, because the JVM asks for it
 * or because it was killed, the shell sends the program its stop signal. Should the shell be killed
 * too, the pid file lets the next start find and stop the program ({@link #stopLeftover}).
 */
final class ChildProcess implements AutoCloseable {

  /** The signal on which a program stops without waiting for its clients. */
  enum StopSignal {
    INT,
    TERM
  }

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

  private final Process process;
  private final Process stopper;
  private final Path pidFile;

  private ChildProcess(Process process, Process stopper, Path pidFile) {
    this.process = process;
    this.stopper = stopper;
    this.pidFile = pidFile;
  }

  static ChildProcess start(List<String> command, StopSignal signal, Path pidFile, Path log)
      throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      Process stopper = stopper(process.pid(), signal);
      Files.writeString(pidFile, new Identity(process.pid(), startOf(process.toHandle())).text());
      return new ChildProcess(process, stopper, pidFile);
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  // Ctrl-C reaches the whole process group: the shell ignores it, so that the program gets its
  // signal all the same.
  private static Process stopper(long pid, StopSignal signal) throws IOException {
    String script = "trap '' INT TERM HUP; read -r _; kill -" + signal + " " + pid;
    return new ProcessBuilder("/bin/sh", "-c", script)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitValue() {
    return process.exitValue();
  }

  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** Stops the program, at first by its signal, then by force. */
  @Override
  public void close() throws IOException {
    try (OutputStream pipe = stopper.getOutputStream()) {
      pipe.flush();
    } catch (IOException e) {
      // The shell is gone; force remains.
      process.destroy();
    }
    try {
      if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(pidFile);
  }

  /**
   * Stops the program that an earlier JVM left behind when it was killed.
   *
   * @throws StackProblem if it does not stop
   */
  static void stopLeftover(Path pidFile, StopSignal signal) throws IOException, StackProblem {
    Optional<ProcessHandle> leftover = Identity.read(pidFile).flatMap(Identity::process);
    if (leftover.isPresent()) {
      ProcessHandle handle = leftover.get();
      try (OutputStream pipe = stopper(handle.pid(), signal).getOutputStream()) {
        pipe.flush();
      }
      if (!awaitExit(handle)) {
        handle.destroyForcibly();
        if (!awaitExit(handle)) {
          throw new StackProblem(
              "process %d, left over from an earlier run (%s), does not stop"
                  .formatted(handle.pid(), pidFile));
        }
      }
    }
    Files.deleteIfExists(pidFile);
  }

  private static boolean awaitExit(ProcessHandle handle) {
    try {
      handle.onExit().get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private static Instant startOf(ProcessHandle handle) {
    return handle.info().startInstant().orElse(Instant.EPOCH);
  }

  /**
   * A pid alone is given to another process sooner or later; together with the start time it is
   * not.
   */
  private record Identity(long pid, Instant startedAt) {
    // The system knows start times relative to its own, and reckons that from a clock that may be
    // set.
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    String text() {
      return pid + " " + startedAt + "\n";
    }

    static Optional<Identity> read(Path file) throws IOException {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      String[] words = Files.readString(file).strip().split(" ");
      try {
        return Optional.of(new Identity(Long.parseLong(words[0]), Instant.parse(words[1])));
      } catch (RuntimeException e) {
        // Killed while it was written: the program had then not been running for long enough to
        // matter.
        return Optional.empty();
      }
    }

    Optional<ProcessHandle> process() {
      return ProcessHandle.of(pid)
          .filter(h -> Duration.between(startOf(h), startedAt).abs().compareTo(TOLERANCE) < 0);
    }
  }
}
