package io.penstock.cli.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.contracts.failure.PenstockException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class QuarantineOptionsTest {
  @Command
  private static final class Any {
    @Mixin private QuarantineOptions options;
  }

  private static QuarantineOptions options(String... arguments) {
    Any command = new Any();
    new CommandLine(command).parseArgs(arguments);
    return command.options;
  }

  @Test
  void everythingIsMeantIfNothingIsSaid() {
    assertThat(options("flights").query()).isEmpty();
  }

  @Test
  void aDateMeansItsDay() {
    assertThat(options("flights", "--window", "2001-01-31").query())
        .isEqualTo("?from=2001-01-31&to=2001-02-01");
  }

  @Test
  void anEndOfARangeMayBeOpen() {
    assertThat(options("flights", "--window", "2001-01-31..").query())
        .isEqualTo("?from=2001-01-31");
    assertThat(options("flights", "--window", "..2001-01-31").query()).isEqualTo("?to=2001-01-31");
  }

  @Test
  void aRuleIsEncodedForAPathThatIsAPattern() {
    assertThat(options("flights", "--rule", "expect_x(a b)").query().formatted())
        .isEqualTo("?rule=expect_x%28a%20b%29");
  }

  @Test
  void whatIsNoDateIsRefused() {
    assertThatExceptionOfType(PenstockException.class)
        .isThrownBy(() -> options("flights", "--window", "January").query())
        .withMessageContaining("--window takes a date");
  }
}
