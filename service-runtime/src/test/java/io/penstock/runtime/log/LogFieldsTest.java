package io.penstock.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogFieldsTest {
  @AfterEach
  void clear() {
    MDC.clear();
  }

  @Test
  void fieldsStandThereUntilTheyAreClosed() {
    try (LogFields fields = LogFields.of(LogField.SOURCE, "flights").and(LogField.VERSION, 3)) {
      assertThat(MDC.get("source")).isEqualTo("flights");
      assertThat(MDC.get("version")).isEqualTo("3");
    }

    assertThat(MDC.get("source")).isNull();
    assertThat(MDC.get("version")).isNull();
  }

  @Test
  void whatStoodThereBeforeComesBack() {
    try (LogFields outer = LogFields.of(LogField.PIPELINE, "a")) {
      try (LogFields inner = LogFields.of(LogField.PIPELINE, "b").and(LogField.PIPELINE, "c")) {
        assertThat(MDC.get("pipeline")).isEqualTo("c");
      }
      assertThat(MDC.get("pipeline")).isEqualTo("a");
    }
  }
}
