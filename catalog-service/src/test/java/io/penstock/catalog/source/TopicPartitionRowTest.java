package io.penstock.catalog.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicPartitionRowTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration GAP_MAX = Duration.ofSeconds(5);
  private static final Duration CONFIRMATION = Duration.ofSeconds(3);

  private final TopicPartitionRow row =
      new TopicPartitionRow(
          new TopicPartitionRow.Key("s", "AAAAAAAAAAAAAAAAAAAAAA", 0), 10, 10, START);

  @Test
  void isIdleOnceItWasCaughtUpThroughoutTheTimeout() {
    caughtUpEverySecond(0, 29);
    assertThat(idleAt(29)).isFalse();
    caughtUpEverySecond(30, 30);
    assertThat(idleAt(30)).isTrue();
  }

  @Test
  void aReportOfBeingBehindStartsTheTimeoutAnew() {
    caughtUpEverySecond(0, 20);
    row.observeProgress(11, false, at(21), GAP_MAX);
    caughtUpEverySecond(22, 40);
    assertThat(idleAt(40)).isFalse();
    caughtUpEverySecond(41, 52);
    assertThat(idleAt(52)).isTrue();
  }

  @Test
  void aPauseInReportsStartsTheTimeoutAnew() {
    caughtUpEverySecond(0, 20);
    caughtUpEverySecond(26, 40);
    assertThat(idleAt(40)).isFalse();
    caughtUpEverySecond(41, 56);
    assertThat(idleAt(56)).isTrue();
  }

  @Test
  void isNotIdleWhenNobodyReportsAnyLonger() {
    caughtUpEverySecond(0, 30);
    assertThat(idleAt(35)).isTrue();
    assertThat(idleAt(36)).isFalse();
  }

  @Test
  void aBatchStartsTheTimeoutAnew() {
    caughtUpEverySecond(0, 30);
    row.land(12, Optional.of(START), Optional.empty());
    assertThat(idleAt(30)).isFalse();
    caughtUpEverySecond(31, 60);
    assertThat(idleAt(60)).isFalse();
  }

  @Test
  void oneReportOfAShorterLogProvesNothing() {
    row.land(20, Optional.empty(), Optional.empty());
    row.observeLog(0, 15, at(0));
    assertThat(row.truncated(at(2), CONFIRMATION)).isFalse();
    row.observeLog(0, 20, at(2));
    row.observeLog(0, 15, at(4));
    assertThat(row.truncated(at(6), CONFIRMATION)).isFalse();
    assertThat(row.truncated(at(7), CONFIRMATION)).isTrue();
  }

  @Test
  void theLatestEventTimeStays() {
    row.land(11, Optional.of(at(100)), Optional.of(1));
    row.land(12, Optional.of(at(50)), Optional.empty());
    assertThat(row.maxEventTime()).contains(at(100));
    assertThat(row.leaderEpoch()).contains(1);
  }

  private void caughtUpEverySecond(int from, int to) {
    for (int second = from; second <= to; second++) {
      row.observeProgress(row.position(), true, at(second), GAP_MAX);
    }
  }

  private boolean idleAt(int second) {
    return row.idle(at(second), IDLE_TIMEOUT, GAP_MAX);
  }

  private static Instant at(int second) {
    return START.plusSeconds(second);
  }
}
