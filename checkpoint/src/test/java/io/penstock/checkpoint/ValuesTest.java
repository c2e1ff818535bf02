package io.penstock.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.checkpoint.result.ExpectationResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of values that are out of the ordinary. */
class ValuesTest {
  private final Check check = new Check();

  @AfterEach
  void close() {
    check.close();
  }

  @Test
  void whatIsNotThereIsOutsideEveryBound() {
    check.data("SELECT NULL::DOUBLE AS a");

    for (String type : List.of("max", "min", "mean", "median", "stdev")) {
      for (String kwargs :
          List.of("{\"column\": \"a\"}", "{\"column\": \"a\", \"min_value\": 0}")) {
        assertThat(check.one("expect_column_" + type + "_to_be_between", kwargs).success())
            .as(type + kwargs)
            .isFalse();
      }
    }
  }

  @Test
  void notANumberIsAMissingValue() {
    check.data("SELECT unnest([1, 'nan'::DOUBLE, 3, 'inf'::DOUBLE]) AS a");

    assertThat(check.one("expect_column_values_to_not_be_null", "{\"column\": \"a\"}").result())
        .hasToString(
            """
            {"element_count":4,"unexpected_count":1,"unexpected_percent":25.0,\
            "partial_unexpected_list":[null],"partial_unexpected_counts":[{"value":null,"count":1}],\
            "partial_unexpected_index_list":[1],"unexpected_list":[null],"unexpected_index_list":[1]}\
            """);
    assertThat(check.between("3", "").result().path("unexpected_list"))
        .hasToString("[\"Infinity\"]");
    assertThat(
            check
                .one("expect_column_max_to_be_between", "{\"column\": \"a\"}")
                .result()
                .path("observed_value"))
        .hasToString("\"Infinity\"");
  }

  @Test
  void columnsMayHaveAnyName() {
    List<String> names =
        List.of("select", "a b", "quo\"te", "semi;colon", "ünï", "batch", "v", "n", "place", "'");
    check.data(
        "SELECT "
            + names.stream()
                .map(name -> "unnest([1, 1, 2]) AS \"" + name.replace("\"", "\"\"") + "\"")
                .collect(Collectors.joining(", ")));

    for (String name : names) {
      String column = "\"column\": \"" + name.replace("\"", "\\\"") + "\"";
      assertThat(
              check
                  .one("expect_column_values_to_be_unique", "{" + column + "}")
                  .result()
                  .path("unexpected_list"))
          .as(name)
          .hasToString("[1,1]");
      assertThat(
              check
                  .one(
                      "expect_column_distinct_values_to_equal_set",
                      "{" + column + ", \"value_set\": [1, 2]}")
                  .success())
          .as(name)
          .isTrue();
      assertThat(
              check
                  .one("expect_column_median_to_be_between", "{" + column + "}")
                  .result()
                  .path("observed_value"))
          .as(name)
          .hasToString("1.0");
    }
  }

  @Test
  void textMayHoldAnyCharacter() {
    check.data("SELECT unnest(['a' || chr(0) || 'b', 'it''s', '🤦', '']) AS a");

    assertThat(
            check
                .one(
                    "expect_column_values_to_be_in_set",
                    "{\"column\": \"a\", \"value_set\": [\"a\\u0000b\", \"it's\", \"🤦\"]}")
                .result()
                .path("unexpected_list"))
        .hasToString("[\"\"]");
    assertThat(
            check
                .one(
                    "expect_column_value_lengths_to_be_between",
                    "{\"column\": \"a\", \"min_value\": 1, \"max_value\": 4}")
                .result()
                .path("unexpected_count"))
        .hasToString("1");
  }

  @Test
  void timesAreComparedAsTimes() {
    check.data(
        "SELECT TIMESTAMP '2026-03-01 12:00:00' AS a, TIMESTAMPTZ '2026-03-01 12:00:00+02' AS b,"
            + " DATE '2026-03-01' AS c");

    assertThat(check.between("\"2026-03-01T11:59:59\"", "").result().path("unexpected_list"))
        .hasToString("[\"2026-03-01T12:00:00\"]");
    assertThat(check.between("\"2026-03-01\"", "").success()).isFalse();
    assertThat(check.between("\"2026-03-01T14:00:00+02:00\"", "").success()).isTrue();
    assertThat(
            check
                .one(
                    "expect_column_values_to_be_in_set",
                    "{\"column\": \"b\", \"value_set\": [\"2026-03-01T10:00:00Z\"]}")
                .success())
        .isTrue();
    assertThat(
            check
                .one(
                    "expect_column_max_to_be_between",
                    "{\"column\": \"c\", \"min_value\": \"2026-03-01\", \"max_value\": \"2026-03-01\"}")
                .result()
                .path("observed_value"))
        .hasToString("\"2026-03-01\"");
  }

  @Test
  void aTimeIsWrittenAsPythonWritesIt() {
    check.data(
        """
        SELECT TIMESTAMP '2024-01-01 10:00:00.5' AS t, TIMESTAMP '1969-12-31 23:59:59' AS s,
          TIMESTAMPTZ '2024-01-01 10:00:00.25+01' AS z, CAST(TIMESTAMPTZ '2024-01-01 10:00:00+01' AS TIMESTAMPTZ_NS) AS n\
        """);
    Map<String, String> written =
        Map.of(
            "t", "2024-01-01T10:00:00.500000",
            "s", "1969-12-31T23:59:59",
            "z", "2024-01-01T09:00:00.250000+00:00",
            "n", "2024-01-01T09:00:00+00:00");

    written.forEach((column, text) -> {
      String kwargs = "{\"column\": \"%s\"}".formatted(column);
      for (String end : List.of("max", "min")) {
        assertThat(
                check
                    .one("expect_column_" + end + "_to_be_between", kwargs)
                    .result()
                    .path("observed_value")
                    .textValue())
            .isEqualTo(text);
      }
      assertThat(
              check
                  .one("expect_column_values_to_be_null", kwargs)
                  .result()
                  .at("/unexpected_list/0")
                  .textValue())
          .isEqualTo(text);
    });
  }

  /** pandas writes such instants to Parquet. */
  @Test
  void instantsToTheNanosecondAreComparedLikeOthers() {
    check.data(
        "SELECT CAST(unnest([TIMESTAMPTZ '2024-01-01 10:00:00+00', '2024-01-02 10:00:00+00']) AS TIMESTAMPTZ_NS) AS z,"
            + " TIMESTAMPTZ '2024-01-01 11:00:00+00' AS other");

    assertThat(
            check
                .one(
                    "expect_column_values_to_be_between",
                    "{\"column\": \"z\", \"max_value\": \"2024-01-01T10:00:00+00:00\"}")
                .result()
                .path("unexpected_list")
                .toString())
        .isEqualTo("[\"2024-01-02T10:00:00+00:00\"]");
    assertThat(
            check
                .one(
                    "expect_column_pair_values_a_to_be_greater_than_b",
                    "{\"column_A\": \"other\", \"column_B\": \"z\"}")
                .result()
                .path("unexpected_count")
                .intValue())
        .isEqualTo(1);
  }

  @Test
  void booleansAreWithinBoundsAsNumbers() {
    check.data("SELECT unnest([true, false]) AS f");

    assertThat(
            check
                .one(
                    "expect_column_max_to_be_between",
                    "{\"column\": \"f\", \"min_value\": 1, \"max_value\": 1}")
                .success())
        .isTrue();
    assertThat(
            check
                .one("expect_column_min_to_be_between", "{\"column\": \"f\", \"min_value\": 1}")
                .success())
        .isFalse();
  }

  @Test
  void infinitiesLeaveNoZScoreToJudge() {
    check.data("SELECT unnest(['1.0', 'infinity', '0.5'])::DOUBLE AS x");

    assertThat(
            check
                .one(
                    "expect_column_value_z_scores_to_be_less_than",
                    "{\"column\": \"x\", \"threshold\": 0.1, \"double_sided\": true}")
                .success())
        .isTrue();
  }

  @Test
  void aMissingValueInASetIsNoDistinctValue() {
    check.data("SELECT unnest([1, NULL]) AS x");

    ExpectationResult result =
        check.one(
            "expect_column_distinct_values_to_contain_set",
            "{\"column\": \"x\", \"value_set\": [1, null]}");
    assertThat(result.success()).isFalse();
    assertThat(result.result().path("partial_missing_list").toString()).isEqualTo("[null]");
  }

  @Test
  void theTwoZerosAreCountedTogether() {
    check.data("SELECT unnest([0.0, -0.0, 1.0]::DOUBLE[]) AS x");

    assertThat(
            check
                .one("expect_column_values_to_be_null", "{\"column\": \"x\"}")
                .result()
                .path("partial_unexpected_counts")
                .toString())
        .isEqualTo("[{\"value\":0.0,\"count\":2},{\"value\":1.0,\"count\":1}]");
  }

  @Test
  void aBooleanIsANumberBesideNumbers() {
    check.data("SELECT * FROM (VALUES (true, 1), (false, 0), (true, 0)) AS v(f, n)");
    String pair = "{\"column_A\": \"f\", \"column_B\": \"n\"}";

    assertThat(unexpected("expect_column_pair_values_to_be_equal", pair)).isEqualTo("[[true,0]]");
    assertThat(unexpected("expect_column_pair_values_a_to_be_greater_than_b", pair))
        .isEqualTo("[[true,1],[false,0]]");
    assertThat(
            unexpected(
                "expect_select_column_values_to_be_unique_within_record",
                "{\"column_list\": [\"f\", \"n\"]}"))
        .isEqualTo("[{\"f\":true,\"n\":1},{\"f\":false,\"n\":0}]");
    assertThat(
            unexpected(
                "expect_multicolumn_sum_to_equal",
                "{\"column_list\": [\"f\", \"n\"], \"sum_total\": 1}"))
        .isEqualTo("[{\"f\":true,\"n\":1},{\"f\":false,\"n\":0}]");
  }

  @Test
  void whatPythonSpellsOtherwiseInARegularExpressionIsRead() {
    check.data("SELECT unnest(['é', 'é\n', '\\u00e9']) AS s");

    assertThat(
            unexpected(
                "expect_column_values_to_match_regex",
                "{\"column\": \"s\", \"regex\": \"^\\\\u00e9\\\\Z\"}"))
        .isEqualTo("[\"é\\n\",\"\\\\u00e9\"]");
    assertThat(
            unexpected(
                "expect_column_values_to_match_regex",
                "{\"column\": \"s\", \"regex\": \"\\\\\\\\u00e9\"}"))
        .isEqualTo("[\"é\",\"é\\n\"]");
  }

  @Test
  void anExpressionThatWouldBacktrackForEverEnds() {
    check.data("SELECT repeat('a', 5000) || '!' AS a FROM range(100)");

    assertThat(
            check
                .one(
                    "expect_column_values_to_match_regex",
                    "{\"column\": \"a\", \"regex\": \"^(a+)+$\"}")
                .result()
                .path("unexpected_count"))
        .hasToString("100");
    assertThat(
            check
                .one(
                    "expect_column_values_to_match_json_schema",
                    "{\"column\": \"a\", \"json_schema\": {\"type\": \"string\", \"pattern\": \"^(a+)+$\"}}")
                .success())
        .isFalse();
  }

  private String unexpected(String type, String kwargs) {
    return check.one(type, kwargs).result().path("unexpected_list").toString();
  }
}
