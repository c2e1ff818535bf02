package io.penstock.catalog.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatermarkTest {
  private static final Duration TWO_HOURS = Duration.ofHours(2);

  @Test
  void isTheLatestEventTimeLessTheOutOfOrderness() {
    assertThat(next(none(), seen("2026-01-01T10:00:00Z"))).contains(at("2026-01-01T08:00:00Z"));
  }

  @Test
  void isTheMinimumOverTopicPartitions() {
    assertThat(next(none(), seen("2026-01-03T10:00:00Z"), seen("2026-01-01T10:00:00Z")))
        .contains(at("2026-01-01T08:00:00Z"));
  }

  @Test
  void aTopicPartitionWithoutEventTimeHoldsIt() {
    assertThat(
            next(none(), seen("2026-01-03T10:00:00Z"), new Watermark.Input(none(), false, false)))
        .isEmpty();
  }

  @Test
  void anIdleTopicPartitionIsLeftOut() {
    assertThat(
            next(
                none(),
                seen("2026-01-03T10:00:00Z"),
                idle("2026-01-01T10:00:00Z"),
                new Watermark.Input(none(), true, false)))
        .contains(at("2026-01-03T08:00:00Z"));
  }

  @Test
  void isTheLatestOfAllIfAllAreIdle() {
    assertThat(
            next(
                Optional.of(at("2026-01-01T00:00:00Z")),
                idle("2026-01-05T10:00:00Z"),
                idle("2026-01-02T10:00:00Z"),
                new Watermark.Input(none(), true, false)))
        .contains(at("2026-01-05T08:00:00Z"));
  }

  @Test
  void neverGoesBackWhenAllAreIdle() {
    Optional<Instant> current = Optional.of(at("2026-01-06T00:00:00Z"));
    assertThat(next(current, idle("2026-01-05T10:00:00Z"))).isEqualTo(current);
  }

  @Test
  void staysIfAllAreIdleWithoutEventTime() {
    assertThat(next(none(), new Watermark.Input(none(), true, false))).isEmpty();
  }

  @Test
  void staysWithoutTopicPartitions() {
    assertThat(next(none())).isEmpty();
  }

  @Test
  void aStoppedTopicPartitionHoldsItEvenIfItLooksIdle() {
    Optional<Instant> current = Optional.of(at("2026-01-01T00:00:00Z"));
    assertThat(
            next(
                current,
                seen("2026-01-05T00:00:00Z"),
                new Watermark.Input(Optional.of(at("2026-01-05T00:00:00Z")), true, true)))
        .isEqualTo(current);
  }

  @Test
  void neverGoesBack() {
    Optional<Instant> current = Optional.of(at("2026-01-02T00:00:00Z"));
    assertThat(next(current, seen("2026-01-01T10:00:00Z"))).isEqualTo(current);
  }

  private static Optional<Instant> next(Optional<Instant> current, Watermark.Input... inputs) {
    return Watermark.next(current, TWO_HOURS, List.of(inputs));
  }

  private static Watermark.Input seen(String maxEventTime) {
    return new Watermark.Input(Optional.of(at(maxEventTime)), false, false);
  }

  private static Watermark.Input idle(String maxEventTime) {
    return new Watermark.Input(Optional.of(at(maxEventTime)), true, false);
  }

  private static Optional<Instant> none() {
    return Optional.empty();
  }

  private static Instant at(String time) {
    return Instant.parse(time);
  }
}
