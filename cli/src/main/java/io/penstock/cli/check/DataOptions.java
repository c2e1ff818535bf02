package io.penstock.cli.check;

import io.penstock.checkpoint.data.DataFiles;
import io.penstock.checkpoint.data.DataFormat;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How data files are read, and with how much of this machine. */
final class DataOptions {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMGkmg]?)[Bb]?");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "PARQUET, NDJSON or CSV, where the files' names do not tell (${COMPLETION-CANDIDATES}).")
  private @Nullable DataFormat format;

  @Option(
      names = "--null",
      paramLabel = "TEXT",
      description = "A text that stands for a missing value in CSV, beside the empty one.")
  private List<String> nulls = List.of();

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "1G",
      description =
          "Memory for the engine, such as 512M; more data than that is kept on disk (default: ${DEFAULT-VALUE}).")
  private String memory;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads (default: one for each processor). With 1, floating-point sums have the same last digit every time.")
  private @Nullable Integer threads;

  /** The files that arguments name. */
  DataFiles files(List<String> arguments) {
    return DataFiles.find(arguments, Optional.ofNullable(format));
  }

  List<String> nulls() {
    return nulls;
  }

  /** A session that reaches the files. */
  EngineSession open(DataFiles files) {
    int processors = Runtime.getRuntime().availableProcessors();
    if (threads != null && threads < 1) {
      throw PenstockException.user("bad-threads", "--threads is at least 1");
    }
    return Engine.open(
        new EngineSettings(
            Path.of(System.getProperty("java.io.tmpdir"), "penstock-scratch"),
            bytes(memory),
            threads == null ? processors : threads),
        files.reached());
  }

  private static long bytes(String text) {
    Matcher size = SIZE.matcher(text);
    long factor =
        !size.matches()
            ? 0
            : switch (size.group(2).toUpperCase(Locale.ROOT)) {
              case "K" -> 1L << 10;
              case "M" -> 1L << 20;
              case "G" -> 1L << 30;
              default -> 1;
            };
    if (factor == 0 || Long.parseLong(size.group(1)) * factor < 16L << 20) {
      throw PenstockException.user(
          "bad-memory",
          "--memory is a size of at least 16M, such as 512M, not '%s'".formatted(text));
    }
    return Long.parseLong(size.group(1)) * factor;
  }
}
