package io.penstock.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Runs Kafka, PostgreSQL, S3 and Temporal in this JVM, bound to the loopback interface, until it is
 * told to stop.
 *
 * <p>It prints a line for each part that is up and {@code READY} when all are; then {@code
 * endpoints.properties} in the data directory says where they are. It stops on SIGTERM and SIGINT.
 * A start on the data directory of a stack that was killed takes up where that one ended.
 *
 * <p>Exit codes: 0 when the parent process has ended, 2 when the stack cannot run; standard error
 * then says why.
 */
public final class LocalStack {
  private static final int CANNOT_RUN = 2;
  private static final int LOG_MAX_BYTES = 20 << 20;

  private LocalStack() {}

  /**
   * The program.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    if (List.of(args).contains("--help")) {
      System.out.println(StackOptions.USAGE);
      return;
    }
    try {
      StackOptions options = StackOptions.parse(List.of(args), System.getenv());
      Files.createDirectories(options.dataDir());
      logTo(log(options.dataDir()));
      System.exit(run(options));
    } catch (StackProblem e) {
      System.exit(fail(e));
    } catch (IOException e) {
      System.exit(fail(new StackProblem(e.toString(), e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      System.exit(fail(new StackProblem("interrupted", e)));
    }
  }

  static Path log(Path dataDir) {
    return dataDir.resolve("stack.log");
  }

  private static int run(StackOptions options)
      throws StackProblem, IOException, InterruptedException {
    CompletableFuture<Void> parentEnd = parentEnd(options.parent());
    Stack stack = new Stack(options, LocalStack::say);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    stack.close();
                  } catch (IOException | InterruptedException e) {
                    System.err.println("penstock local stack: while stopping: " + e);
                  }
                },
                "stop"));
    CompletableFuture<Object> end =
        CompletableFuture.anyOf(stack.failure(), parentEnd.thenApply(none -> "parent"));
    stack.start(TemporalBinaryPart.find(System.getenv("PATH")));
    say("READY");
    return end.join() instanceof StackProblem problem ? fail(problem) : 0;
  }

  private static CompletableFuture<Void> parentEnd(OptionalLong pid) throws StackProblem {
    if (pid.isEmpty()) {
      return new CompletableFuture<>();
    }
    ProcessHandle parent =
        ProcessHandle.of(pid.getAsLong())
            .orElseThrow(() ->
                new StackProblem("--exit-with-parent: there is no process " + pid.getAsLong()));
    return parent.onExit().thenAccept(ended -> {});
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static int fail(StackProblem problem) {
    System.err.println("penstock local stack: " + problem.getMessage());
    return CANNOT_RUN;
  }

  // Standard output belongs to the few lines a person reads.
  private static void logTo(Path file) throws IOException {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n");
    LogManager.getLogManager().reset();
    FileHandler handler = new FileHandler(file.toString(), LOG_MAX_BYTES, 1, true);
    handler.setFormatter(new SimpleFormatter());
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    root.addHandler(handler);
  }
}
