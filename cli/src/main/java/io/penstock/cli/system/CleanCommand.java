package io.penstock.cli.system;

import io.penstock.cli.console.Console;
import io.penstock.contracts.failure.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes the data directory. */
@Command(
    name = "clean",
    description =
        "Deletes the data directory with everything that was landed and published in the local stack. A PostgreSQL that a killed stack left running on it is stopped before.")
public final class CleanCommand implements Callable<Integer> {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

  @Mixin private SystemOptions options;

  @Option(names = "--yes", description = "Does not ask.")
  private boolean yes;

  @Override
  public Integer call() throws IOException {
    Path dataDir = options.dataDir();
    LocalSystem system = new LocalSystem(options, Console.standard());
    if (Stream.of(Part.values()).anyMatch(part -> system.process(part).running().isPresent())) {
      throw PenstockException.user(
          "still-up",
          "something is running on " + dataDir + ": stop it with 'penstock down' first");
    }
    if (!Files.isDirectory(dataDir)) {
      Console.standard().done("there is nothing at " + dataDir);
      return 0;
    }
    requireOurs(dataDir);
    if (!yes && !confirmed(dataDir)) {
      throw PenstockException.user(
          "not-confirmed", "nothing was deleted; say --yes to delete " + dataDir);
    }
    stopLeftover(system.backing().stackDir());
    try (Stream<Path> files = Files.walk(dataDir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    Console.standard().done("deleted " + dataDir);
    return 0;
  }

  /** Under a running server no directory is deleted: it would write on, and hold its port. */
  private static void stopLeftover(Path stackDir) throws IOException {
    Optional<LeftoverPostgres> leftover = LeftoverPostgres.on(stackDir);
    if (leftover.isPresent()) {
      leftover.get().stop(STOP_PATIENCE);
      Console.standard()
          .done(
              "stopped the PostgreSQL that a killed stack had left (process "
                  + leftover.get().process().pid()
                  + ")");
    }
  }

  /** A mistyped --data-dir must not delete somebody's home. */
  private static void requireOurs(Path dataDir) throws IOException {
    List<String> ours = List.of("stack", "run", "logs", "scratch", "build.log", "demo");
    try (Stream<Path> files = Files.list(dataDir)) {
      List<String> foreign =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !ours.contains(name))
              .toList();
      if (!foreign.isEmpty()) {
        throw PenstockException.user(
            "not-ours",
            "%s also holds %s, which is not Penstock's: nothing was deleted"
                .formatted(dataDir, foreign));
      }
    }
  }

  private static boolean confirmed(Path dataDir) {
    if (System.console() == null || !System.console().isTerminal()) {
      return false;
    }
    return "yes"
        .equals(System.console().readLine("Delete %s and everything in it? Type yes: ", dataDir));
  }
}
