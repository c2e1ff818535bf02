package io.penstock.catalog.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTextTest {
  @ParameterizedTest
  @CsvSource({
    "2001-01-31T23:59:59.123456789Z, 2001-01-31 23:59:59.123456+00",
    "0001-01-01T00:00:00Z, 0001-01-01 00:00:00.000000+00",
    "0000-12-31T22:00:00Z, 0001-12-31 22:00:00.000000+00 BC",
    "-0043-03-15T00:00:00Z, 0044-03-15 00:00:00.000000+00 BC",
    "+10000-01-01T00:00:00Z, 10000-01-01 00:00:00.000000+00",
  })
  void isWhatPostgresReads(Instant time, String text) {
    assertThat(TimeText.of(time)).isEqualTo(text);
  }
}
