package io.penstock.benchmark.checkpoint;

import io.penstock.cli.console.Console;
import io.penstock.cli.system.Checkout;
import io.penstock.cli.system.JvmOptions;
import io.penstock.cli.system.Part;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs each way to check in a process of its own.
 *
 * @param memory MiB that the engine may use
 */
record Processes(int threads, int memory, Console console) {
  private static final int NOT_INSTALLED = 3;

  /** Penstock or SQL by hand, with the JVM options of validation-service. */
  Measurement candidate(String way, Example example, List<Path> files, int runs)
      throws IOException {
    console.progress("checking %s, %s".formatted(example.name(), way));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.of(Part.VALIDATION));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Candidate.class.getName());
    command.addAll(
        List.of(
            way,
            example.name(),
            Integer.toString(threads),
            Long.toString((long) memory << 20),
            Integer.toString(runs)));
    files.forEach(file -> command.add(file.toString()));
    return run(command)
        .orElseThrow(
            () -> PenstockException.internal("candidate-failed", way + " failed: see above"));
  }

  /** Great Expectations, if that Python has it. */
  Optional<Measurement> onPandas(String python, Example example, List<Path> files)
      throws IOException {
    return greatExpectations(python, List.of("pandas"), example, files);
  }

  /** The same in a database, if that Python has its driver too. */
  Optional<Measurement> onSql(String python, String url, Example example, List<Path> files)
      throws IOException {
    return greatExpectations(python, List.of("sql", url), example, files);
  }

  private Optional<Measurement> greatExpectations(
      String python, List<String> engine, Example example, List<Path> files) throws IOException {
    console.progress(
        "checking %s, Great Expectations on %s".formatted(example.name(), engine.getFirst()));
    Path suite = Files.createTempFile("suite", ".json");
    try {
      Files.writeString(suite, example.suite());
      List<String> command = new ArrayList<>();
      command.add(python);
      command.add(Checkout.current().file("deploy/benchmarks/gx/benchmark.py").toString());
      command.add(suite.toString());
      command.addAll(engine);
      files.forEach(file -> command.add(file.toString()));
      return run(command);
    } finally {
      Files.delete(suite);
    }
  }

  /** What the process says about itself; empty if it says that something is not installed. */
  private static Optional<Measurement> run(List<String> command) throws IOException {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(JvmOptions.environment());
      Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
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
