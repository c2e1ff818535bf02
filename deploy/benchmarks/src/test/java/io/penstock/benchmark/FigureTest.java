package io.penstock.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void standsBesideItsAim() {
    Figure ratio = Figure.of("conform + transform ÷ by hand", 1.234, "×").withAim(Aim.atMost(1.2));
    assertThat(ratio.valueText()).isEqualTo("1.23 ×");
    assertThat(ratio.aimText()).isEqualTo("≤ 1.20 ×");
    assertThat(ratio.verdict()).isEqualTo("MISSED");
  }

  @Test
  void meetsAnAimThatItEquals() {
    assertThat(Figure.of("landing", 50, "%").withAim(Aim.atLeast(50)).verdict()).isEqualTo("met");
    assertThat(Figure.of("landing", 49.9, "%").withAim(Aim.atLeast(50)).verdict())
        .isEqualTo("MISSED");
  }

  @Test
  void withoutAValueMeetsAndMissesNothing() {
    Figure memory =
        new Figure("memory", Optional.empty(), "MiB", Optional.empty()).withAim(Aim.atMost(512));
    assertThat(memory.valueText()).isEqualTo("not measured");
    assertThat(memory.verdict()).isEmpty();
  }

  @Test
  void hasThreeDigitsThatMatter() {
    assertThat(Figure.number(0.1234)).isEqualTo("0.12");
    assertThat(Figure.number(12.34)).isEqualTo("12.3");
    assertThat(Figure.number(12_345.6)).isEqualTo("12,346");
    assertThat(Figure.number(7)).isEqualTo("7");
  }

  @Test
  void isWrittenWithItsAimAndVerdict() {
    Figure figure = Figure.of("memory", 300, "MiB").withAim(Aim.atMost(512));
    assertThat(new String(Json.bytes(figure), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"name":"memory","value":300.0,"unit":"MiB","aim":{"bound":512.0,"atMost":true},"met":true}\
            """);
  }

  @Test
  void aCoreSecondCountsTheTimeOfAllThreads() {
    Cost cost = new Cost(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(cost.megabytesPerCoreSecond(100_000_000)).isEqualTo(50);
    assertThat(cost.megabytesPerSecond(100_000_000)).isEqualTo(100);
  }

  @Test
  void ratiosAreOfTheSumsOfWhatWasMeasured() {
    Cost conform = new Cost(Duration.ofSeconds(2), Duration.ofSeconds(3));
    Cost transform = new Cost(Duration.ofSeconds(1), Duration.ofSeconds(1));
    Cost byHand = new Cost(Duration.ofSeconds(2), Duration.ofSeconds(5));
    assertThat(conform.plus(transform).wallRatio(byHand)).isEqualTo(1.5);
    assertThat(conform.plus(transform).cpuRatio(byHand)).isEqualTo(0.8);
  }
}
