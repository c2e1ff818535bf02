package io.penstock.cli.system;

import io.penstock.cli.console.Console;
import io.penstock.contracts.failure.PenstockException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the log of a part. */
@Command(name = "logs", description = "Prints the end of the log of a part.")
public final class LogsCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 300;

  @Mixin private SystemOptions options;

  @Parameters(
      paramLabel = "PART",
      description = "stack, catalog, ingest, validation, transform or workflow.")
  private String part;

  @Option(
      names = {"-n", "--lines"},
      defaultValue = "50",
      paramLabel = "N",
      description = "How many lines (default: ${DEFAULT-VALUE}).")
  private int lines;

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on with what is added, until Ctrl-C.")
  private boolean follow;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PartProcess process = new LocalSystem(options, Console.standard()).process(part());
    Path log = process.log();
    if (!Files.isRegularFile(log)) {
      throw PenstockException.user("no-log", "there is no log of " + part + " yet (" + log + ")");
    }
    long end = Files.size(log);
    System.out.println(process.logTail(lines));
    while (follow) {
      end = printFrom(log, end);
      Thread.sleep(POLL_MILLIS);
    }
    return 0;
  }

  private static long printFrom(Path log, long position) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      // A restart begins a new file.
      long from = file.length() < position ? 0 : position;
      byte[] added = new byte[(int) Math.min(1 << 20, file.length() - from)];
      file.seek(from);
      file.readFully(added);
      System.out.print(new String(added, StandardCharsets.UTF_8));
      System.out.flush();
      return from + added.length;
    }
  }

  private Part part() {
    List<Part> known = Arrays.asList(Part.values());
    return known.stream()
        .filter(candidate -> candidate.id().equals(part) || candidate.title().equals(part))
        .findFirst()
        .orElseThrow(() ->
            PenstockException.user(
                "unknown-part",
                "'%s' is no part: use %s"
                    .formatted(
                        part, known.stream().map(Part::id).collect(Collectors.joining(", ")))));
  }
}
