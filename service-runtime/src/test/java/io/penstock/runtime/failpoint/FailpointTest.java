package io.penstock.runtime.failpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FailpointTest {

  @Test
  @Timeout(5)
  void isInertUnlessArmed() {
    Failpoint.hit("publish.after-commit");
  }

  @Test
  void stopsOnceAtTheNamedPlace() {
    Failpoint failpoint = Failpoint.parse("publish.after-commit").orElseThrow();
    assertThat(failpoint.stopsAt("publish.before-commit")).isFalse();
    assertThat(failpoint.stopsAt("publish.after-commit")).isTrue();
    assertThat(failpoint.stopsAt("publish.after-commit")).isFalse();
  }

  @Test
  void stopsAtTheNumberedPass() {
    Failpoint failpoint = Failpoint.parse("upload:3").orElseThrow();
    assertThat(failpoint.stopsAt("upload")).isFalse();
    assertThat(failpoint.stopsAt("upload")).isFalse();
    assertThat(failpoint.stopsAt("upload")).isTrue();
  }

  @Test
  void aBlankSettingArmsNothing() {
    assertThat(Failpoint.parse("  ")).isEmpty();
  }
}
