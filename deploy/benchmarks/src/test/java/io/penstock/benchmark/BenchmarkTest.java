package io.penstock.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class BenchmarkTest {
  @Test
  void sendsHalfAMillionEventsUnlessToldOtherwise() {
    assertThat(parsed().events()).isEqualTo(500_000);
    assertThat(parsed("--events", "5000000").events()).isEqualTo(5_000_000);
  }

  @Test
  void saysWhatIsWrongWithItsArguments() {
    assertThatThrownBy(() -> parsed("--events", "many"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("'many' is not a long");
    Benchmark few = parsed("--events", "10");
    assertThatThrownBy(few::events)
        .isInstanceOf(ParameterException.class)
        .hasMessage("--events: 10 are too few to measure");
  }

  @Test
  void measuresWindowsOfADay() {
    assertThat(
            LandingBenchmark.byDay(
                """
                window: {size: PT1H, zone: UTC}
                  partitionBy: ["hour(event_time)", event_type]
                """))
        .isEqualTo(
            """
            window: {size: P1D, zone: UTC}
              partitionBy: ["day(event_time)", event_type]
            """);
  }

  private static Benchmark parsed(String... arguments) {
    Benchmark benchmark = new Benchmark();
    new CommandLine(benchmark).parseArgs(arguments);
    return benchmark;
  }
}
