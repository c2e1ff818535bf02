package io.penstock.checkpoint;

import static io.penstock.checkpoint.Check.expectation;
import static io.penstock.checkpoint.Check.suite;
import static org.assertj.core.api.Assertions.assertThat;

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

    assertThat(check.between("3", ", \"mostly\": 0.75").success()).isTrue();
    assertThat(check.between("3", ", \"mostly\": 0.76").success()).isFalse();
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
}
