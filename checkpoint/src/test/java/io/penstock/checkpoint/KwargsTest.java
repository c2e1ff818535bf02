package io.penstock.checkpoint;

import static io.penstock.checkpoint.Check.expectation;
import static io.penstock.checkpoint.Check.suite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kwargs that are written in another way than they are meant; verdicts are those of GX 1.24.1. */
class KwargsTest {
  private final Check check = new Check();

  @BeforeEach
  void data() {
    check.data(
        "SELECT unnest([1, 2, 2, NULL]) AS i, unnest(['a', 'b', 'b', NULL]) AS s,"
            + " unnest([true, false, true, true]) AS b, unnest([1, 2, 3, 4]) AS k");
  }

  @AfterEach
  void close() {
    check.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "column_values_to_be_between | 'column': 'i', 'min_value': '1' | true",
        "column_values_to_be_between | 'column': 'i', 'min_value': 1, 'max_value': '10' | true",
        "column_values_to_be_between | 'column': 'i', 'min_value': '1.5' | false",
        "column_values_to_be_between | 'column': 'i', 'min_value': '1e3' | false",
        "column_values_to_be_between | 'column': 'i', 'min_value': 'inf' | false",
        "column_values_to_be_between | 'column': 'i', 'max_value': 'Infinity' | true",
        "column_values_to_be_between | 'column': 'i', 'min_value': '-inf' | true",
        "column_values_to_be_between | 'column': 'i', 'min_value': true | true",
        "column_values_to_be_between | 'column': 'b', 'min_value': true | false",
        "column_values_to_be_between | 'column': 'i', 'min_value': 2, 'mostly': ' 0.6 ' | true",
        "column_values_to_be_between | 'column': 'i', 'min_value': 2, 'mostly': '0.7' | false",
        "column_values_to_be_between | 'column': 'i', 'min_value': 2, 'mostly': false | true",
        "column_values_to_be_between | 'column': 'i', 'min_value': 1, 'strict_min': 'Yes' | false",
        "column_values_to_be_between | 'column': 'i', 'min_value': 1, 'strict_min': 0 | true",
        "column_max_to_be_between | 'column': 'i', 'min_value': '0.5' | true",
        "column_max_to_be_between | 'column': 'b', 'min_value': true | true",
        "column_max_to_be_between | 'column': 'b', 'max_value': false | false",
        "column_min_to_be_between | 'column': 'b', 'min_value': true | false",
        "column_mean_to_be_between | 'column': 'i', 'min_value': '1' | true",
        "column_stdev_to_be_between | 'column': 'i', 'min_value': true | false",
        "column_unique_value_count_to_be_between | 'column': 'i', 'min_value': '1' | true",
        "column_unique_value_count_to_be_between | 'column': 'i', 'max_value': 2.5 | true",
        "table_row_count_to_be_between | 'min_value': '4' | true",
        "table_row_count_to_be_between | 'min_value': -1 | true",
        "table_row_count_to_be_between | 'min_value': 4.5 | true",
        "table_column_count_to_be_between | 'min_value': '4.5' | false",
        "table_row_count_to_equal | 'value': '4' | true",
        "table_row_count_to_equal | 'value': 4.5 | true",
        "column_value_lengths_to_equal | 'column': 's', 'value': '1' | true",
        "column_value_lengths_to_equal | 'column': 's', 'value': 1.5 | false",
        "column_value_lengths_to_be_between | 'column': 's', 'min_value': 1.5 | true",
        "column_value_z_scores_to_be_less_than | 'column': 'i', 'threshold': '1.5', 'double_sided': 1 | true",
        "multicolumn_sum_to_equal | 'column_list': ['k', 'i'], 'sum_total': '6' | false",
        "column_values_to_be_increasing | 'column': 'k', 'strictly': 'true' | true",
        "table_columns_to_match_set | 'column_set': ['i'], 'exact_match': 0 | true",
        "table_columns_to_match_set | 'column_set': ['i'], 'exact_match': '1' | false",
        "table_columns_to_match_set | 'column_set': null | false",
        "table_columns_to_match_set | `` | false",
        "table_columns_to_match_set | 'column_set': [] | false",
        "table_columns_to_match_set | 'column_set': null, 'exact_match': false | true",
        "column_values_to_be_in_set | 'column': 'i', 'value_set': [] | false",
        "column_values_to_not_be_in_set | 'column': 'i', 'value_set': [] | true",
        "column_values_to_be_between | 'column': 'i', 'min_value': 'x' | refused",
        "column_values_to_be_between | 'column': 'i', 'min_value': [1] | refused",
        "column_values_to_be_between | 'column': 'i', 'min_value': 1, 'mostly': '1.2' | refused",
        "column_values_to_be_between | 'column': 'i', 'min_value': 1, 'mostly': 'nan' | refused",
        "column_values_to_be_between | 'column': 'i', 'min_value': 1, 'strict_min': 2 | refused",
        "column_values_to_be_between | 'column': 'i', 'min_value': 1, 'strict_min': 'x' | refused",
        "column_unique_value_count_to_be_between | 'column': 'i', 'min_value': '0.5' | refused",
        "column_unique_value_count_to_be_between | 'column': 'i', 'min_value': 'inf' | refused",
        "table_row_count_to_equal | 'value': '4.0' | refused",
        "column_sum_to_be_between | 'column': 'i', 'min_value': '2024-01-01' | refused",
        "column_values_to_be_in_set | 'column': 'i' | refused",
        "column_values_to_not_be_in_set | 'column': 'i' | refused",
        "column_distinct_values_to_be_in_set | 'column': 'i' | refused",
        "column_distinct_values_to_contain_set | 'column': 'i' | refused",
        "column_distinct_values_to_equal_set | 'column': 'i' | refused",
        "column_most_common_value_to_be_in_set | 'column': 'i' | refused",
        "column_pair_values_to_be_in_set | 'column_A': 'i', 'column_B': 'k' | refused",
      })
  void areTakenAsGreatExpectationsTakesThem(String type, String kwargs, String verdict) {
    String json = "{" + kwargs.replace('\'', '"') + "}";

    if (verdict.equals("refused")) {
      assertThatThrownBy(() -> check.one("expect_" + type, json))
          .hasMessageStartingWith("expectation 0 expect_" + type);
    } else {
      assertThat(check.one("expect_" + type, json).success()).hasToString(verdict);
    }
  }

  @Test
  void noSetExceptNullStandsForEveryValue() {
    assertThat(
            check
                .one(
                    "expect_column_values_to_be_in_set", "{\"column\": \"i\", \"value_set\": null}")
                .success())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "1e999999999"})
  void numbersThatNoCountCanBeAreErrors(String number) {
    String suite =
        suite(
            expectation("expect_table_row_count_to_be_between", "{\"min_value\": " + number + "}"));

    assertThatThrownBy(() -> check.compile(suite))
        .hasMessageStartingWith(
            "expectation 0 expect_table_row_count_to_be_between: min_value: must be a whole number");
  }

  /** In the order and with the fields that GX's {@code to_json_dict} has. */
  @Test
  void aResultRepeatsWhatTheSuiteSaysOfAnExpectation() {
    String suite =
        """
        {"name": "s", "expectations": [
          {"type": "expect_table_row_count_to_equal", "kwargs": {"value": 4}, "severity": "warning", "id": "7",
           "notes": ["n"], "description": "what it is", "meta": {"a": 1}, "rendered_content": null},
          {"type": "expect_table_row_count_to_equal", "kwargs": {"value": 4}, "id": null}]}\
        """;

    assertThat(check.run(suite).toJson(JsonNodeFactory.instance.objectNode()).get("results"))
        .extracting(result -> result.get("expectation_config").toString())
        .containsExactly(
            "{\"type\":\"expect_table_row_count_to_equal\",\"kwargs\":{\"value\":4},\"meta\":{\"a\":1},"
                + "\"notes\":[\"n\"],\"id\":\"7\",\"description\":\"what it is\",\"severity\":\"warning\"}",
            "{\"type\":\"expect_table_row_count_to_equal\",\"kwargs\":{\"value\":4},\"meta\":{},"
                + "\"severity\":\"critical\"}");
  }
}
