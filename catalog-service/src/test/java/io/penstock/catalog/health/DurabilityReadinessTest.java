package io.penstock.catalog.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DurabilityReadinessTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void aDurablePostgresWithTheSameTimeIsGood() {
    assertThat(DurabilityReadiness.troubleOf("on", "on", "on", Duration.ofSeconds(1))).isEmpty();
  }

  @Test
  void whatMayLoseACommitIsNot() {
    assertThat(DurabilityReadiness.troubleOf("off", "on", "on", Duration.ZERO))
        .hasValueSatisfying(text -> assertThat(text).contains("fsync"));
    assertThat(DurabilityReadiness.troubleOf("on", "off", "on", Duration.ZERO))
        .hasValueSatisfying(text -> assertThat(text).contains("full_page_writes"));
    assertThat(DurabilityReadiness.troubleOf("on", "on", "off", Duration.ZERO))
        .hasValueSatisfying(text -> assertThat(text).contains("synchronous_commit"));
  }

  @Test
  void aClockThatDisagreesIsNot() {
    assertThat(DurabilityReadiness.troubleOf("on", "on", "on", Duration.ofMillis(1001)))
        .hasValueSatisfying(text -> assertThat(text).contains("PT1.001S"));
  }

  @Test
  void theTimeThatAskingTakesIsNoDisagreement() {
    assertThat(DurabilityReadiness.skew(NOON, NOON.plusSeconds(5), NOON.plusSeconds(10)))
        .isEqualTo(Duration.ZERO);
    assertThat(DurabilityReadiness.skew(NOON, NOON.minusSeconds(2), NOON.plusSeconds(10)))
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(DurabilityReadiness.skew(NOON, NOON.plusSeconds(13), NOON.plusSeconds(10)))
        .isEqualTo(Duration.ofSeconds(3));
  }
}
