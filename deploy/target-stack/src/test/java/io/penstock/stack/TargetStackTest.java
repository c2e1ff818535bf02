package io.penstock.stack;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TargetStackTest {
  private final String choice = System.getProperty("stack", "local");

  @AfterEach
  void restore() {
    System.setProperty("stack", choice);
  }

  @Test
  void aMistypedChoiceIsExplained() {
    System.setProperty("stack", "docker");
    assertThatThrownBy(() -> TargetStack.start(Path.of("nowhere")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("-Dstack=docker: there is local (the default) and containers");
  }
}
