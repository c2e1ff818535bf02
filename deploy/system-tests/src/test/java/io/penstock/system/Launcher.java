package io.penstock.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The script {@code penstock} of the checkout, on a data directory and ports of its own. */
final class Launcher {
  private static final long PATIENCE_SECONDS = 400;
  private static final List<Integer> PORTS =
      List.of(8081, 8082, 8083, 8084, 8085, 15432, 17233, 19000, 19092);

  private final Path checkout = SystemUnderTest.checkout();
  private final Path folder;
  private final Path dataDir;
  private final int portOffset = freeOffset();
  private final Map<String, String> variables = new HashMap<>();

  /** What a command left. */
  record Ended(int exit, String out, String err) {}

  Launcher(String name) {
    try {
      Path target = Files.createDirectories(Path.of("target", "system"));
      this.folder = Files.createTempDirectory(target.toAbsolutePath(), name + "-");
      this.dataDir = folder.resolve("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    variables.put("PENSTOCK_DATA_DIR", dataDir.toString());
    variables.put("PENSTOCK_PORT_OFFSET", Integer.toString(portOffset));
  }

  /** Sets an environment variable for the commands that follow. */
  Launcher with(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Runs a command to its end. */
  Ended run(String... arguments) {
    try {
      Path out = Files.createTempFile(folder, "out-", ".txt");
      Path err = Files.createTempFile(folder, "err-", ".txt");
      Process process = start(out, err, arguments);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "%s does not end: %s".formatted(List.of(arguments), Files.readString(err)));
      }
      return new Ended(process.exitValue(), text(out), text(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts a command that is not waited for. */
  Process start(Path out, Path err, String... arguments) throws IOException {
    // Maven has just packaged everything: the launcher must not do it again.
    Files.writeString(checkout.resolve("cli/target/built"), "");
    // Ctrl-C has to reach it even where the tests run in the background, with SIGINT ignored.
    List<String> command =
        new ArrayList<>(
            List.of("env", "--default-signal=INT", checkout.resolve("penstock").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(variables);
    return builder.start();
  }

  /** The parts that run, by the process ids that the command line keeps. */
  List<String> running() {
    Path run = dataDir.resolve("run");
    if (!Files.isDirectory(run)) {
      return List.of();
    }
    try (var files = Files.list(run)) {
      return files.filter(Launcher::isAlive).map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAlive(Path pidFile) {
    String pid = text(pidFile).split(" ", -1)[0];
    // There is a moment between making the file and writing it.
    return !pid.isEmpty()
        && ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
  }

  Path dataDir() {
    return dataDir;
  }

  Path folder() {
    return folder;
  }

  int portOffset() {
    return portOffset;
  }

  static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freeOffset() {
    for (int offset = 21_000; offset < 40_000; offset += 37) {
      int candidate = offset;
      if (PORTS.stream().allMatch(port -> isFree(port + candidate))) {
        return offset;
      }
    }
    throw new IllegalStateException("no ports are free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort() == port;
    } catch (IOException e) {
      return false;
    }
  }
}
