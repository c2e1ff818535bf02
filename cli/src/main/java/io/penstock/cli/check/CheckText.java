package io.penstock.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.result.CheckpointResult;
import io.penstock.checkpoint.result.ExpectationResult;
import io.penstock.checkpoint.suite.Action;
import io.penstock.cli.console.Console;
import io.penstock.cli.console.Console.Mark;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A verdict for people: a line for each expectation, and below one that does not hold, why. */
final class CheckText {
  private static final int SAMPLES_MAX = 5;
  private static final int WIDTH_MAX = 100;

  /** Kwargs that stand elsewhere in the line. */
  private static final Set<String> NAMING = Set.of("column", "column_list", "column_A", "column_B");

  private CheckText() {}

  static void print(
      Console console, CheckpointResult result, long rows, String data, Duration elapsed) {
    String suite = result.suite().isEmpty() ? "suite" : result.suite();
    console.line(
        String.format(Locale.ROOT, "%s on %,d rows of %s", clean(suite), rows, clean(data)));
    console.line("");
    result.results().forEach(expectation -> print(console, expectation));
    console.line("");
    console.line(summary(console, result) + ", " + Console.words(elapsed));
  }

  private static void print(Console console, ExpectationResult result) {
    Mark mark = result.success() ? Mark.DONE : result.blocks() ? Mark.FAILED : Mark.WARNING;
    console.line(
        "  %s %s %s%s"
            .formatted(
                console.mark(mark),
                clean(result.config().type()),
                clean(result.subject()),
                kwargs(result)));
    if (!result.success()) {
      console.line("      " + weight(result) + ": " + clean(reason(result)));
    }
  }

  private static String reason(ExpectationResult result) {
    String samples =
        result.samples().stream().distinct().limit(SAMPLES_MAX).collect(Collectors.joining(", "));
    // Of what the engine says, the first paragraph is for people.
    String observed = result.observed().split("\n\n")[0];
    return (observed.isEmpty() ? "does not hold" : observed)
        + (samples.isEmpty() ? "" : ", such as " + samples);
  }

  private static String weight(ExpectationResult result) {
    return result.config().action() == Action.FAIL
        ? result.config().severity().text()
        : result.config().severity().text() + ", " + result.config().action().text();
  }

  private static String kwargs(ExpectationResult result) {
    String text =
        result.config().kwargs().properties().stream()
            .filter(kwarg -> !NAMING.contains(kwarg.getKey()))
            .map(CheckText::kwarg)
            .collect(Collectors.joining(" "));
    return text.isEmpty() ? "" : "  " + clean(text);
  }

  private static String kwarg(Map.Entry<String, JsonNode> kwarg) {
    return kwarg.getKey() + "=" + kwarg.getValue();
  }

  private static String summary(Console console, CheckpointResult result) {
    long holding = result.results().stream().filter(ExpectationResult::success).count();
    long blocking = result.results().stream().filter(ExpectationResult::blocks).count();
    long reported = result.results().size() - holding - blocking;
    String counts =
        "%d of %d expectations hold".formatted(holding, result.results().size())
            + (blocking > 0 ? ", %d block".formatted(blocking) : "")
            + (reported > 0 ? ", %d only report".formatted(reported) : "");
    return console.bold(result.passed() ? "PASSED" : "FAILED") + "  " + counts;
  }

  /** One line without control characters, which a terminal would obey, and not too long. */
  static String clean(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "\ufffd");
    return line.length() <= WIDTH_MAX * 2 ? line : line.substring(0, WIDTH_MAX * 2) + "…";
  }
}
