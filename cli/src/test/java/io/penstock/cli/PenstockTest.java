package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class PenstockTest {
  static List<String> commands() {
    return List.copyOf(Penstock.commandLine().getSubcommands().keySet());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelp(String command) {
    StringWriter out = new StringWriter();
    CommandLine line = Penstock.commandLine();
    line.setOut(new PrintWriter(out));

    int exit = line.execute(command, "--help");

    assertThat(exit).isZero();
    assertThat(out.toString()).startsWith("Usage: penstock " + command);
    assertThat(line.getSubcommands().get(command).getCommandSpec().usageMessage().description())
        .isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionSaysWhatItDoes(String command) {
    assertThat(Penstock.commandLine().getSubcommands().get(command).getCommandSpec().options())
        .allSatisfy(
            option -> assertThat(option.description()).as(option.longestName()).isNotEmpty());
  }

  @Test
  void commandsOfCommandsHaveHelpToo() {
    StringWriter out = new StringWriter();
    CommandLine line = Penstock.commandLine();
    line.setOut(new PrintWriter(out));

    assertThat(line.execute("quarantine", "show", "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: penstock quarantine show").contains("--rule");
  }

  @Test
  void aWrongCommandExitsWithTwo() {
    CommandLine line = Penstock.commandLine();
    line.setErr(new PrintWriter(new StringWriter()));

    assertThat(line.execute("publish-now")).isEqualTo(2);
  }

  @Test
  void tellsItsVersion() {
    StringWriter out = new StringWriter();
    CommandLine line = Penstock.commandLine();
    line.setOut(new PrintWriter(out));

    assertThat(line.execute("--version")).isZero();
    assertThat(out.toString()).startsWith("penstock 0.").contains("Java 25");
  }
}
