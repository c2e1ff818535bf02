package io.penstock.checkpoint;

import static io.penstock.checkpoint.Check.expectation;
import static io.penstock.checkpoint.Check.suite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.checkpoint.plan.QuarantineQuery;
import io.penstock.checkpoint.result.CheckpointResult;
import io.penstock.checkpoint.result.ExpectationResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.contracts.build.FailedExpectation;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointPlanTest {
  private final Check check = new Check();

  @AfterEach
  void close() {
    check.close();
  }

  @Test
  void theResultHasTheShapeOfAValidationResult() {
    CheckpointResult result =
        check
            .data("SELECT unnest([1, 2, 30, NULL]) AS a")
            .run(
                suite(
                    expectation(
                        "expect_column_values_to_be_between",
                        "{\"column\": \"a\", \"max_value\": 10}")));

    assertThat(result.toJson(JsonNodeFactory.instance.objectNode()).toString())
        .isEqualTo(
            """
            {"success":false,"passed":false,"suite_name":"s",\
            "statistics":{"evaluated_expectations":1,"successful_expectations":0,\
            "unsuccessful_expectations":1,"success_percent":0.0},\
            "results":[{"success":false,"expectation_config":{"type":"expect_column_values_to_be_between",\
            "kwargs":{"column":"a","max_value":10},"meta":{},"severity":"critical"},\
            "result":{"element_count":4,"unexpected_count":1,"unexpected_percent":33.33333333333333,\
            "partial_unexpected_list":[30],"missing_count":1,"missing_percent":25.0,\
            "unexpected_percent_total":25.0,"unexpected_percent_nonmissing":33.33333333333333,\
            "partial_unexpected_counts":[{"value":30,"count":1}],"partial_unexpected_index_list":[2]},"meta":{},\
            "exception_info":{"raised_exception":false,"exception_traceback":null,"exception_message":null}}],\
            "meta":{}}\
            """);
  }

  @Test
  void onlyCriticalExpectationsThatFailTheCheckpointBlock() {
    check.data("SELECT NULL::INTEGER AS a");
    String notNull =
        "{\"type\": \"expect_column_values_to_not_be_null\", \"kwargs\": {\"column\": \"a\"}%s}";

    assertThat(check.run(suite(notNull.formatted(""))).passed()).isFalse();
    for (String mild :
        List.of(
            ", \"severity\": \"warning\"",
            ", \"severity\": \"info\"",
            ", \"meta\": {\"penstock\": {\"action\": \"warn\"}}",
            ", \"meta\": {\"penstock\": {\"action\": \"quarantine\"}}")) {
      CheckpointResult result = check.run(suite(notNull.formatted(mild)));
      assertThat(result.passed()).as(mild).isTrue();
      assertThat(result.failures()).as(mild).hasSize(1);
    }
  }

  @Test
  void criticalFailuresComeFirst() {
    CheckpointResult result =
        check
            .data("SELECT NULL::INTEGER AS a, 'x' AS b")
            .run(
                suite(
                    "{\"type\": \"expect_column_values_to_not_be_null\", \"kwargs\": {\"column\": \"a\"},"
                        + " \"severity\": \"info\"}",
                    expectation(
                        "expect_column_values_to_be_in_set",
                        "{\"column\": \"b\", \"value_set\": [\"y\"]}")));

    assertThat(result.failures())
        .containsExactly(
            new FailedExpectation(
                1,
                "expect_column_values_to_be_in_set",
                "critical",
                "b",
                "1 of 1 unexpected",
                List.of("x")),
            new FailedExpectation(
                0,
                "expect_column_values_to_not_be_null",
                "info",
                "a",
                "1 of 1 unexpected",
                List.of("null")));
  }

  @Test
  void mostlyIsInclusive() {
    check.data("SELECT unnest([1, 2, 3, 4]) AS a");

    assertThat(between("3", ", \"mostly\": 0.75").success()).isTrue();
    assertThat(between("3", ", \"mostly\": 0.76").success()).isFalse();
  }

  private ExpectationResult between(String max, String more) {
    return check.one(
        "expect_column_values_to_be_between",
        "{\"column\": \"a\", \"max_value\": " + max + more + "}");
  }

  @Test
  void noRowsPass() {
    check.data("SELECT 1 AS a, 'x' AS b WHERE false");

    for (String expectation :
        List.of(
            expectation("expect_column_values_to_not_be_null", "{\"column\": \"a\"}"),
            expectation("expect_column_values_to_be_unique", "{\"column\": \"a\"}"),
            expectation("expect_column_values_to_be_increasing", "{\"column\": \"a\"}"),
            expectation(
                "expect_compound_columns_to_be_unique", "{\"column_list\": [\"a\", \"b\"]}"),
            expectation(
                "expect_column_value_z_scores_to_be_less_than",
                "{\"column\": \"a\", \"threshold\": 1, \"double_sided\": true}"),
            expectation(
                "expect_column_distinct_values_to_be_in_set",
                "{\"column\": \"b\", \"value_set\": [\"y\"]}"),
            expectation(
                "expect_column_sum_to_be_between", "{\"column\": \"a\", \"min_value\": 0}"))) {
      assertThat(check.run(suite(expectation)).passed()).as(expectation).isTrue();
    }
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
    assertThat(between("3", "").result().path("unexpected_list")).hasToString("[\"Infinity\"]");
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
  void filesMayHaveNoRows(@TempDir Path folder) {
    check.data("SELECT 1 AS a, 'x' AS b WHERE false");
    List<String> files = List.of("one.parquet", "two.parquet");
    files.forEach(file -> check.execute("COPY t TO '" + folder.resolve(file) + "'"));

    CheckpointResult result =
        check
            .compile(
                suite(
                    expectation("expect_column_values_to_not_be_null", "{\"column\": \"a\"}"),
                    expectation(
                        "expect_column_quantile_values_to_be_between",
                        "{\"column\": \"a\", \"quantile_ranges\": {\"quantiles\": [0.5], \"value_ranges\": [[0, 1]]}}"),
                    expectation("expect_table_row_count_to_equal", "{\"value\": 0}")))
            .run(
                check.connection(),
                "read_parquet(['%s', '%s'])"
                    .formatted(folder.resolve("one.parquet"), folder.resolve("two.parquet")),
                ResultFormat.SUMMARY);

    assertThat(result.results())
        .extracting(ExpectationResult::success)
        .containsExactly(true, false, true);
    assertThat(result.results()).allMatch(verdict -> verdict.exception().isEmpty());
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
  void thereMayBeTenThousandColumns() {
    String columns =
        IntStream.range(0, 10_000).mapToObj(i -> i + " AS c" + i).collect(Collectors.joining(", "));
    check.data("SELECT " + columns);
    String[] expectations =
        IntStream.range(0, 1_200)
            .mapToObj(i ->
                expectation(
                    "expect_column_values_to_be_between",
                    "{\"column\": \"c%d\", \"max_value\": 1000}".formatted(i)))
            .toArray(String[]::new);

    CheckpointResult result = check.run(suite(expectations));

    assertThat(result.failures()).hasSize(199);
    assertThat(result.failures().getFirst().subject()).isEqualTo("c1001");
  }

  @Test
  void anErrorFailsOneExpectationAlone() {
    check.data("SELECT 9223372036854775807 AS a, 1 AS b");

    CheckpointResult result =
        check.run(
            suite(
                expectation(
                    "expect_multicolumn_sum_to_equal",
                    "{\"column_list\": [\"a\", \"b\"], \"sum_total\": 1}"),
                expectation("expect_column_values_to_not_be_null", "{\"column\": \"a\"}")));

    assertThat(result.results().get(0).success()).isFalse();
    assertThat(result.results().get(0).exception().orElseThrow()).contains("Overflow");
    assertThat(result.results().get(1).success()).isTrue();
    assertThat(result.passed()).isFalse();
  }

  @Test
  void anErrorBlocksWhereRowsWereToBeQuarantined() {
    check.data("SELECT 9223372036854775807 AS a, 1 AS b");

    CheckpointResult result =
        check.run(
            suite(
                """
                {"type": "expect_multicolumn_sum_to_equal", "meta": {"penstock": {"action": "quarantine"}},
                 "kwargs": {"column_list": ["a", "b"], "sum_total": 1}}\
                """));

    assertThat(result.passed()).isFalse();
  }

  @Test
  void theFirstUnexpectedValuesAreShown() {
    check.data("SELECT 1000 - i AS a FROM range(1000) r(i)");

    CheckpointResult result =
        check.run(
            suite(
                expectation(
                    "expect_column_values_to_be_between",
                    "{\"column\": \"a\", \"max_value\": 998}")));

    assertThat(result.results().getFirst().result().path("partial_unexpected_list"))
        .hasToString("[1000,999]");
  }

  @Test
  void timesAreComparedAsTimes() {
    check.data(
        "SELECT TIMESTAMP '2026-03-01 12:00:00' AS a, TIMESTAMPTZ '2026-03-01 12:00:00+02' AS b,"
            + " DATE '2026-03-01' AS c");

    assertThat(between("\"2026-03-01T11:59:59\"", "").result().path("unexpected_list"))
        .hasToString("[\"2026-03-01T12:00:00\"]");
    assertThat(between("\"2026-03-01\"", "").success()).isFalse();
    assertThat(between("\"2026-03-01T14:00:00+02:00\"", "").success()).isTrue();
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
  void equalDataGivesEqualBytes() {
    String suite =
        suite(
            expectation(
                "expect_column_mean_to_be_between", "{\"column\": \"a\", \"max_value\": 0}"),
            expectation(
                "expect_column_values_to_be_between", "{\"column\": \"a\", \"max_value\": 0}"),
            expectation(
                "expect_column_most_common_value_to_be_in_set",
                "{\"column\": \"b\", \"value_set\": []}"),
            expectation(
                "expect_column_distinct_values_to_be_in_set",
                "{\"column\": \"b\", \"value_set\": []}"));
    check.execute("SET threads = 1");
    check.data("SELECT sin(i) AS a, i % 7 AS b FROM range(30000) r(i)");

    String first = check.run(suite).toJson(JsonNodeFactory.instance.objectNode()).toString();

    for (int i = 0; i < 3; i++) {
      assertThat(check.run(suite).toJson(JsonNodeFactory.instance.objectNode()).toString())
          .isEqualTo(first);
    }
  }

  @Test
  void rowsToQuarantineAreNamedOnceWithAllRulesTheyBreak() throws SQLException {
    check.data(
        """
        SELECT * FROM (VALUES
          ('T', 0, 1::BIGINT, 5, 'x'), ('T', 0, 2, -1, 'y'), ('T', 1, 1, -2, 'x'), ('T', 1, 2, 7, 'x'))
          AS v(__topic_id, __partition, __offset, a, b)\
        """);
    QuarantineQuery query =
        check
            .compile(
                suite(
                    """
                    {"type": "expect_column_values_to_be_between", "kwargs": {"column": "a", "min_value": 0},
                     "meta": {"penstock": {"action": "quarantine"}}}\
                    """,
                    expectation("expect_column_values_to_not_be_null", "{\"column\": \"a\"}"),
                    """
                    {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "b", "value_set": ["x"]},
                     "meta": {"penstock": {"action": "quarantine"}}}\
                    """,
                    """
                    {"type": "expect_column_value_z_scores_to_be_less_than",
                     "kwargs": {"column": "a", "threshold": 1, "double_sided": false},
                     "meta": {"penstock": {"action": "quarantine"}}}\
                    """))
            .quarantine()
            .orElseThrow();

    List<String> rows = new ArrayList<>();
    try (Statement statement = check.connection().createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT __partition, __offset, list_transform(rules, lambda r : r.index), rules[1].reason FROM ("
                    + query.sql("t")
                    + ")")) {
      while (result.next()) {
        rows.add(
            "%d/%d %s %s"
                .formatted(
                    result.getInt(1), result.getLong(2), result.getString(3), result.getString(4)));
      }
    }

    assertThat(rows)
        .containsExactly(
            "0/2 [0, 2] a is -1; expected {\"min_value\":0}",
            "1/1 [0] a is -2; expected {\"min_value\":0}",
            "1/2 [3] a is 7; expected {\"threshold\":1,\"double_sided\":false}");
  }

  @Test
  void aSuiteWithoutExpectationsPasses() {
    CheckpointResult result = check.data("SELECT 1 AS a").run(suite());

    assertThat(result.passed()).isTrue();
    assertThat(
            result
                .toJson(JsonNodeFactory.instance.objectNode())
                .path("statistics")
                .path("success_percent")
                .isNull())
        .isTrue();
  }

  @Test
  void onlyTheVerdictIsToldIfNothingElseIsWanted() {
    check.data("SELECT 1 AS a");

    ExpectationResult result =
        check
            .compile(
                suite(
                    expectation(
                        "expect_column_values_to_be_between",
                        "{\"column\": \"a\", \"min_value\": 2}")))
            .run(check.connection(), "t", ResultFormat.of(ResultFormat.Level.BOOLEAN_ONLY))
            .results()
            .getFirst();

    assertThat(result.success()).isFalse();
    assertThat(result.result().isEmpty()).isTrue();
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
  void aQuantileIsANumber() {
    check.data("SELECT 1 AS x");

    assertThatThrownBy(() ->
            check.one(
                "expect_column_quantile_values_to_be_between",
                "{\"column\": \"x\","
                    + " \"quantile_ranges\": {\"quantiles\": [\"0.5\"], \"value_ranges\": [[0, 5]]}}"))
        .hasMessageContaining("quantile_ranges: has a quantile that is not a number: \"0.5\"");
  }

  private String unexpected(String type, String kwargs) {
    return check.one(type, kwargs).result().path("unexpected_list").toString();
  }
}
