package io.penstock.lake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages are DuckDB's own, as it gives them on a full disk and the like. */
class EngineErrorsTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            "Out of Memory Error: failed to pin block of size 256.0 KiB (19.0 MiB/19.0 MiB used)",
            FailureKind.RESOURCE,
            "engine-memory"),
        Arguments.of(
            "Out of Memory Error: failed to offload data block of size 256.0 KiB (7.1 MiB/7.1 MiB"
                + " used).\nThis limit was set by the 'max_temp_directory_size' setting.",
            FailureKind.RESOURCE,
            "engine-disk"),
        Arguments.of(
            "IO Error: Async write failed for range [offset=8010814, size=4005929]:"
                + " {\"exception_message\":\"Could not write file: No space left on device\"}",
            FailureKind.RESOURCE,
            "engine-disk"),
        Arguments.of("IO Error: Could not read from file", FailureKind.INTERNAL, "engine-sql"),
        Arguments.of(
            "INTERNAL Error: Assertion triggered in file", FailureKind.INTERNAL, "engine-sql"),
        Arguments.of("Conversion Error: Could not convert", FailureKind.USER, "bad-transform"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failuresOfSqlThatAUserWrote(String message, FailureKind kind, String code) {
    assertThat(EngineErrors.translate(new SQLException(message), "bad-transform"))
        .isInstanceOfSatisfying(
            PenstockException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(kind);
              assertThat(failure.code()).isEqualTo(code);
            });
  }

  @Test
  void anInterruptIsACancellation() {
    assertThat(EngineErrors.translate(new SQLException("INTERRUPT Error: Interrupted!"), null))
        .isInstanceOf(CancellationException.class);
  }
}
