package io.penstock.runtime.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import io.temporal.failure.ApplicationFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporalFailuresTest {

  @ParameterizedTest
  @CsvSource({"USER,true", "INTERNAL,true", "EXTERNAL,false", "RESOURCE,false"})
  void onlyWhatMayGoAwayIsRetried(FailureKind kind, boolean nonRetryable) {
    ApplicationFailure carried =
        TemporalFailures.toTemporal(PenstockException.of(kind, "some-code", "why"));
    assertThat(carried.getType()).isEqualTo(kind.name());
    assertThat(carried.isNonRetryable()).isEqualTo(nonRetryable);
  }

  @Test
  void aLongMessageIsCutAndItsCausesAreLeftOut() {
    ApplicationFailure carried =
        TemporalFailures.toTemporal(PenstockException.user("some-code", "x".repeat(2_000_000)));
    assertThat(carried.getOriginalMessage()).hasSize(10_001).endsWith("x…");
    assertThat(carried.getCause()).isNull();
  }

  @Test
  void comesBackAsItWas() {
    ApplicationFailure carried =
        ApplicationFailure.newNonRetryableFailure("no such column", "USER", "invalid-sql");
    PenstockException back = TemporalFailures.fromTemporal(carried).orElseThrow();
    assertThat(back.kind()).isEqualTo(FailureKind.USER);
    assertThat(back.code()).isEqualTo("invalid-sql");
    assertThat(back.getMessage()).isEqualTo("no such column");
  }

  @Test
  void aFailureOfSomebodyElseIsNotOurs() {
    ApplicationFailure other = ApplicationFailure.newFailure("boom", "java.lang.Error");
    assertThat(TemporalFailures.fromTemporal(other)).isEmpty();
  }
}
