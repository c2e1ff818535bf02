package io.penstock.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console = new Console(new PrintStream(out), new PrintStream(err), false);

  @Test
  void resultsGoToStandardOutputAndProgressDoesNot() {
    console.progress("waiting");
    console.line("result");

    assertThat(text(out)).isEqualTo("result\n");
    assertThat(text(err)).contains("waiting");
  }

  @Test
  void progressIsSaidNowAndThenWhereNobodyWatches() {
    console.progress("1 of 3");
    console.progress("2 of 3");
    console.done("3 of 3");
    console.progress("next");

    assertThat(text(err)).isEqualTo("… 1 of 3\n✓ 3 of 3\n… next\n");
  }

  @Test
  void numbersStandToTheRight() {
    new Table("NAME", "ROWS").row("a", 20000L).row("bcd", 7L).print(console);

    assertThat(text(out)).isEqualTo("  NAME    ROWS\n  a     20,000\n  bcd        7\n");
  }

  @ParameterizedTest
  @CsvSource({"PT0.85S, 850 ms", "PT12.34S, 12.3 s", "PT125S, 2 min 5 s"})
  void saysDurationsAsPeopleDo(Duration duration, String words) {
    assertThat(Console.words(duration)).isEqualTo(words);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
