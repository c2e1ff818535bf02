package io.penstock.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JvmOptionsTest {
  private static final String QUICK_COMPILER_ALONE = "-XX:TieredStopAtLevel=1";

  @ParameterizedTest
  @EnumSource(names = {"INGEST", "TRANSFORM"})
  void whatReadsEveryEventIsCompiledWell(Part part) {
    assertThat(JvmOptions.of(part)).contains("-Xmx256m").doesNotContain(QUICK_COMPILER_ALONE);
  }

  @ParameterizedTest
  @EnumSource(names = {"CATALOG", "VALIDATION", "WORKFLOW"})
  void whatMostlyWaitsStartsQuickly(Part part) {
    assertThat(JvmOptions.of(part)).contains("-Xmx256m", QUICK_COMPILER_ALONE);
  }

  @Test
  void theStackHasMoreHeap() {
    assertThat(JvmOptions.of(Part.STACK)).contains("-Xmx512m", QUICK_COMPILER_ALONE);
  }
}
