package io.penstock.workflow.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecentIdsTest {
  private final RecentIds recent = new RecentIds(2);
  private final UUID first = new UUID(0, 1);

  @Test
  void knowsAnIdThatComesAgain() {
    assertThat(recent.add(first)).isTrue();
    assertThat(recent.add(first)).isFalse();
  }

  @Test
  void forgetsTheOldest() {
    recent.add(first);
    recent.add(new UUID(0, 2));
    recent.add(new UUID(0, 3));
    assertThat(recent.add(first)).isTrue();
  }

  @Test
  void forgetsOnRequest() {
    recent.add(first);
    recent.remove(first);
    assertThat(recent.add(first)).isTrue();
  }
}
