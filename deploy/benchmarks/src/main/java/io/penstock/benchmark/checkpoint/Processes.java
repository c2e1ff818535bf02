package io.penstock.benchmark.checkpoint;

import io.penstock.cli.console.Console;
import io.penstock.cli.system.Checkout;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs each way to check in a process of its own. */
record Processes(int threads, String memory, Console console) {
  private static final int NOT_INSTALLED = 3;

  /** Penstock or SQL by hand, with the JVM options of a service. */
  Measurement candidate(String way, Example example, List<Path> files) throws IOException {
    console.progress("checking %s, %s".formatted(example.name(), way));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Candidate.class.getName());
    command.addAll(List.of(way, example.name(), Integer.toString(threads), memory));
    files.forEach(file -> command.add(file.toString()));
    return run(command)
        .orElseThrow(
            () -> PenstockException.internal("candidate-failed", way + " failed: see above"));
  }

  /** Great Expectations, if that Python has it. */
  Optional<Measurement> greatExpectations(
      String python, String engine, Example example, List<Path> files) throws IOException {
    console.progress("checking %s, Great Expectations on %s".formatted(example.name(), engine));
    Path suite = Files.createTempFile("suite", ".json");
    try {
      Files.writeString(suite, example.suite());
      List<String> command = new ArrayList<>();
      command.add(python);
      command.add(Checkout.current().file("deploy/benchmarks/gx/benchmark.py").toString());
      command.addAll(List.of(engine.toLowerCase(Locale.ROOT), suite.toString()));
      files.forEach(file -> command.add(file.toString()));
      return run(command);
    } finally {
      Files.delete(suite);
    }
  }

  /** What the process says about itself; empty if it says that something is not installed. */
  private static Optional<Measurement> run(List<String> command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int exit = process.waitFor();
      if (exit == NOT_INSTALLED) {
        return Optional.empty();
      }
      if (exit != 0) {
        throw PenstockException.internal(
            "candidate-failed", "%s ended with %d".formatted(command.getFirst(), exit));
      }
      byte[] last = output.substring(output.lastIndexOf('\n') + 1).getBytes(StandardCharsets.UTF_8);
      return Optional.of(Json.read(last, Measurement.class));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PenstockException.external("interrupted", "interrupted", e);
    } catch (IOException e) {
      // No such program, so no Great Expectations in it either.
      return Optional.empty();
    }
  }
}
