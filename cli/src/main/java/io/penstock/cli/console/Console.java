package io.penstock.cli.console;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/**
 * What a person sees. Progress goes to standard error, results to standard output, so that output
 * can be piped.
 */
public final class Console {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(3);
  private static final Console STANDARD = new Console(System.out, System.err, colours());

  private final PrintStream out;
  private final PrintStream err;
  private final boolean colour;
  private final boolean terminal = System.console() != null && System.console().isTerminal();
  private String progress = "";
  private Instant progressAt = Instant.MIN;

  Console(PrintStream out, PrintStream err, boolean colour) {
    this.out = out;
    this.err = err;
    this.colour = colour;
  }

  /** One without colours. */
  public static Console plain(PrintStream out, PrintStream err) {
    return new Console(out, err, false);
  }

  /** The console of this process. */
  public static Console standard() {
    return STANDARD;
  }

  private static boolean colours() {
    String off = System.getenv("NO_COLOR");
    boolean wanted = off == null || off.isEmpty();
    return wanted && System.console() != null && System.console().isTerminal();
  }

  /** A line of the result. */
  public synchronized void line(String text) {
    clearProgress();
    out.println(text);
    out.flush();
  }

  /** A heading of the result. */
  public void heading(String text) {
    line("");
    line(bold(text));
  }

  /** How something stands, as a sign in front of a line. */
  public enum Mark {
    DONE("\u001b[32m✓\u001b[0m", "✓"),
    FAILED("\u001b[31m✗\u001b[0m", "✗"),
    WARNING("\u001b[33m!\u001b[0m", "!");

    private final String coloured;
    private final String plain;

    Mark(String coloured, String plain) {
      this.coloured = coloured;
      this.plain = plain;
    }
  }

  /** The sign, in its colour if there are colours. */
  public String mark(Mark mark) {
    return colour ? mark.coloured : mark.plain;
  }

  /** A text that stands out, if there are colours. */
  public String bold(String text) {
    return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  /** A result that is for programs, as it is. */
  public synchronized void bytes(byte[] result) {
    clearProgress();
    out.write(result, 0, result.length);
    out.flush();
  }

  /** Says that something is done. */
  public synchronized void done(String text) {
    clearProgress();
    progressAt = Instant.MIN;
    err.println(mark(Mark.DONE) + " " + text);
    err.flush();
  }

  /**
   * Says what is being waited for. On a terminal the line is replaced by the next one; elsewhere,
   * as in the log of a CI run, a line comes every few seconds at most.
   */
  public synchronized void progress(String text) {
    Instant now = Instant.now();
    boolean soon = !terminal && now.isBefore(progressAt.plus(BETWEEN_LINES));
    if (text.equals(progress) || soon) {
      return;
    }
    progressAt = now;
    if (terminal) {
      err.print("\r\u001b[K… " + text);
    } else {
      err.println("… " + text);
    }
    err.flush();
    progress = text;
  }

  /** Says what went wrong and what to do. */
  public synchronized void error(String text) {
    clearProgress();
    String prefix = colour ? "\u001b[31mpenstock:\u001b[0m " : "penstock: ";
    text.lines().forEach(line -> err.println(prefix + line));
    err.flush();
  }

  private void clearProgress() {
    if (terminal && !progress.isEmpty()) {
      err.print("\r\u001b[K");
      err.flush();
    }
    progress = "";
  }

  /** A duration as people say it: {@code 850 ms}, {@code 12.3 s}, {@code 2 min 5 s}. */
  public static String words(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return "%d.%d s".formatted(millis / 1000, millis % 1000 / 100);
    }
    return "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
  }
}
