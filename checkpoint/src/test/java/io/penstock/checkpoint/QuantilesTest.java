package io.penstock.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuantilesTest {
  private final Check check = new Check();

  @AfterEach
  void close() {
    check.close();
  }

  @Test
  void quantilesAreExactWhereManyValuesAreTheSameOrFarApart() {
    check.data(
        """
        SELECT CASE WHEN i < 600 THEN 7.0 WHEN i < 900 THEN i / 1e6 WHEN i < 999 THEN i * 1e10 ELSE 1e308 END AS a
        FROM range(1000) r(i)\
        """);

    assertThat(
            check
                .one(
                    "expect_column_quantile_values_to_be_between",
                    """
                    {"column": "a", "quantile_ranges": {"quantiles": [0, 0.25, 0.5, 0.95, 1], "value_ranges":
                    [[null, null], [null, null], [null, null], [null, null], [null, null]]}}\
                    """)
                .result()
                .path("observed_value")
                .path("values"))
        .hasToString("[6.0E-4,8.5E-4,7.0,9.49E12,1.0E308]");
  }

  @Test
  void aQuantileBesideAnInfinityIsInfinite() {
    check.data("SELECT unnest(['-infinity', '1.0'])::DOUBLE AS x");

    assertThat(
            check
                .one(
                    "expect_column_quantile_values_to_be_between",
                    "{\"column\": \"x\", \"allow_relative_error\": \"linear\","
                        + " \"quantile_ranges\": {\"quantiles\": [0.7], \"value_ranges\": [[null, 0]]}}")
                .success())
        .isTrue();
  }

  @Test
  void aQuantileIsANumber() {
    check.data("SELECT 1 AS x");

    assertThatThrownBy(() ->
            check.one(
                "expect_column_quantile_values_to_be_between",
                "{\"column\": \"x\","
                    + " \"quantile_ranges\": {\"quantiles\": [\"0.5\"], \"value_ranges\": [[0, 5]]}}"))
        .hasMessageContaining("quantile_ranges: has a quantile that is not a number: \"0.5\"");
  }
}
