package io.penstock.checkpoint;

import static io.penstock.checkpoint.Check.expectation;
import static io.penstock.checkpoint.Check.suite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.IntNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.history.History;
import io.penstock.checkpoint.suite.Action;
import io.penstock.checkpoint.suite.ExpectationConfig;
import io.penstock.checkpoint.suite.Parameters;
import io.penstock.checkpoint.suite.Severity;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteTest {
  private static List<String> problems(String json) {
    PenstockException failure =
        catchThrowableOfType(PenstockException.class, () -> Suite.parse(json));
    assertThat(failure.kind()).isEqualTo(FailureKind.USER);
    assertThat(failure.code()).isEqualTo("bad-suite");
    return failure.getMessage().lines().toList();
  }

  @Test
  void aSuiteOfVersion1IsRead() {
    Suite suite =
        Suite.parse(
            """
            {"name": "orders", "id": "5", "expectations": [
              {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "a"}, "id": "7",
               "meta": {"penstock": {"action": "quarantine"}}, "severity": "warning", "notes": ["why"]},
              {"type": "expect_table_row_count_to_be_between", "kwargs": {"min_value": 1}}],
             "meta": {"great_expectations_version": "1.2.0"}}\
            """);

    assertThat(suite.name()).isEqualTo("orders");
    ExpectationConfig first = suite.expectations().getFirst();
    assertThat(first.type()).isEqualTo("expect_column_values_to_not_be_null");
    assertThat(first.severity()).isEqualTo(Severity.WARNING);
    assertThat(first.action()).isEqualTo(Action.QUARANTINE);
    assertThat(suite.expectations().get(1).severity()).isEqualTo(Severity.CRITICAL);
    assertThat(suite.expectations().get(1).action()).isEqualTo(Action.FAIL);
  }

  @Test
  void aSuiteOfVersion0IsRead() {
    Suite suite =
        Suite.parse(
            """
            {"expectation_suite_name": "old", "data_asset_type": null, "expectations": [
              {"expectation_type": "expect_column_values_to_be_unique",
               "kwargs": {"column": "a", "result_format": "BASIC", "catch_exceptions": true}}]}\
            """);

    assertThat(suite.name()).isEqualTo("old");
    assertThat(suite.expectations().getFirst().type())
        .isEqualTo("expect_column_values_to_be_unique");
  }

  /** As the store of version 0.18 writes it, with what is left of its profilers. */
  @Test
  void whatVersion0WritesBesideIsPassedOver() {
    Suite suite =
        Suite.parse(
            """
            {"expectation_suite_name": "old", "data_asset_type": "Dataset", "ge_cloud_id": null,
             "evaluation_parameters": {}, "expectations": [
              {"expectation_type": "expect_column_max_to_be_between", "ge_cloud_id": "7", "meta": null,
               "success_on_last_run": true, "expectation_context": {"description": null}, "rendered_content": null,
               "kwargs": {"column": "a", "min_value": 1, "max_value": null, "strict_min": false, "auto": false,
                "profiler_config": null, "parse_strings_as_datetimes": null, "output_strftime_format": null}}],
             "meta": {"great_expectations_version": "0.18.22"}}\
            """);

    assertThat(suite.name()).isEqualTo("old");
    assertThat(suite.expectations()).hasSize(1);
  }

  @Test
  void textsAreNotReadAsTimes() {
    Suite suite =
        Suite.parse(
            """
            {"expectations": [{"type": "expect_column_values_to_be_between", "kwargs":
              {"column": "a", "min_value": "2024-01-01", "parse_strings_as_datetimes": true}}]}\
            """);

    assertThatThrownBy(() ->
            suite.bind(
                new TableSchema(List.of(new Column("a", "VARCHAR"))),
                Parameters.NONE,
                History.NONE))
        .hasMessageContaining(
            "expectation 0 expect_column_values_to_be_between: parse_strings_as_datetimes: 'a' is text");
    assertThat(
            suite.bind(
                new TableSchema(List.of(new Column("a", "TIMESTAMP"))),
                Parameters.NONE,
                History.NONE))
        .hasSize(1);
  }

  @Test
  void aSuiteCanGiveItsParametersValues() {
    Suite suite =
        Suite.parse(
            """
            {"suite_parameters": {"low": 3, "high": 4}, "expectations": [
              {"type": "expect_table_row_count_to_be_between",
               "kwargs": {"min_value": {"$PARAMETER": "low"}, "max_value": {"$PARAMETER": "high"}}}]}\
            """);
    TableSchema schema = new TableSchema(List.of(new Column("a", "VARCHAR")));
    Parameters lower = Parameters.NONE.with("high", IntNode.valueOf(2));

    assertThat(suite.bind(schema, Parameters.NONE, History.NONE)).hasSize(1);
    assertThatThrownBy(() -> suite.bind(schema, lower, History.NONE))
        .hasMessageContaining("min_value cannot be greater than max_value: 3 > 2");
  }

  @Test
  void aParameterOfVersion0CanHaveItsValueBesideIt() {
    Suite suite =
        Suite.parse(
            """
            {"expectations": [{"expectation_type": "expect_table_row_count_to_be_between",
              "kwargs": {"min_value": {"$PARAMETER": "low", "$PARAMETER.low": 3}}}]}\
            """);

    assertThat(suite.bind(new TableSchema(List.of()), Parameters.NONE, History.NONE)).hasSize(1);
  }

  @Test
  void everyErrorIsToldAtOnce() {
    List<String> problems =
        problems(
            suite(
                expectation("expect_column_values_to_be_betwen", "{}"),
                expectation(
                    "expect_column_values_to_be_between",
                    "{\"column\": \"a\", \"min_value\": 3, \"max_value\": 1, \"mostly\": 1.2}"),
                expectation(
                    "expect_column_values_to_match_regex", "{\"column\": \"a\", \"regex\": \"(\"}"),
                expectation("expect_column_values_to_not_be_null", "{\"colum\": \"a\"}"),
                expectation(
                    "expect_column_values_to_be_in_set", "{\"column\": \"a\", \"value_set\": 1}")));

    assertThat(problems)
        .containsExactly(
            "expectation 0 expect_column_values_to_be_betwen: type:"
                + " 'expect_column_values_to_be_betwen' is not an expectation type; the nearest is"
                + " expect_column_values_to_be_between",
            "expectation 1 expect_column_values_to_be_between: min_value: min_value cannot be"
                + " greater than max_value: 3 > 1",
            "expectation 1 expect_column_values_to_be_between: mostly: must be greater than or"
                + " equal to 0 and less than or equal to 1, not 1.2",
            "expectation 2 expect_column_values_to_match_regex: regex: '(' is not a regular"
                + " expression of RE2: missing ): (",
            "expectation 3 expect_column_values_to_not_be_null: column: is missing",
            "expectation 3 expect_column_values_to_not_be_null: colum: is not a kwarg of this type;"
                + " it has column, condition_parser, mostly, row_condition",
            "expectation 4 expect_column_values_to_be_in_set: value_set: must be a list, not 1");
  }

  @Test
  void whatIsNotJsonIsLocated() {
    assertThat(problems("{\"expectations\": [}"))
        .singleElement()
        .asString()
        .startsWith("the suite is not JSON: line 1, column 19:");
  }

  @Test
  void otherJsonIsNoSuite() {
    assertThat(problems("[]")).containsExactly("the suite is not a JSON object");
    assertThat(problems("{}")).containsExactly("the suite has no list 'expectations'");
    assertThat(problems("")).containsExactly("the suite is not a JSON object");
  }

  @Test
  void severityAndActionAreChecked() {
    assertThat(
            problems(
                """
                {"expectations": [{"type": "expect_column_to_exist", "kwargs": {"column": "a"},
                  "severity": "urgent", "meta": {"penstock": {"action": "drop"}}}]}\
                """))
        .containsExactly(
            "expectation 0 expect_column_to_exist: severity: must be critical, warning or info, not"
                + " 'urgent'",
            "expectation 0 expect_column_to_exist: meta.penstock.action: must be fail, quarantine or"
                + " warn, not \"drop\"");
  }

  @Test
  void onlyExpectationsAboutRowsQuarantineOrWarn() {
    assertThat(
            problems(
                """
                {"expectations": [
                  {"type": "expect_column_to_exist", "kwargs": {"column": "a"},
                   "meta": {"penstock": {"action": "quarantine"}}},
                  {"type": "expect_column_to_exist", "kwargs": {"column": "a"},
                   "meta": {"penstock": {"action": "warn"}}},
                  {"type": "expect_column_to_exist", "kwargs": {"column": "a"},
                   "meta": {"penstock": {"action": "fail"}}}]}\
                """))
        .containsExactly(
            "expectation 0 expect_column_to_exist: meta.penstock.action: only an expectation about"
                + " rows can quarantine them",
            "expectation 1 expect_column_to_exist: meta.penstock.action: 'warn' is for expectations"
                + " about rows; give this one the severity warning");
  }

  @Test
  void aQueryThatReadsElsewhereIsRefused() {
    assertThat(
            problems(
                suite(
                    expectation(
                        "unexpected_rows_expectation",
                        "{\"unexpected_rows_query\": \"SELECT * FROM read_csv('/etc/passwd')\"}"))))
        .isNotEmpty()
        .allMatch(line ->
            line.startsWith("expectation 0 unexpected_rows_expectation: unexpected_rows_query:"));
    assertThat(
            problems(
                suite(
                    expectation(
                        "unexpected_rows_expectation",
                        "{\"unexpected_rows_query\": \"DROP TABLE {batch}\"}"))))
        .isNotEmpty();
  }

  @Test
  void aParameterOfTheWindowIsAlwaysFine() {
    Suite.parse(
        suite(
            expectation(
                "expect_column_values_to_be_between",
                "{\"column\": \"a\", \"min_value\": {\"$PARAMETER\": \"window_start\"},"
                    + " \"max_value\": {\"$PARAMETER\": \"window_end + timedelta(days=1)\"}}")));
  }

  @Test
  void aParameterWithoutValueIsAProblemOnceTheDataIsKnown() {
    try (Check check = new Check().data("SELECT 1 AS a")) {
      assertThatThrownBy(() ->
              check.compile(
                  suite(
                      expectation(
                          "expect_column_values_to_be_between",
                          "{\"column\": \"a\", \"min_value\": {\"$PARAMETER\": \"limit\"}}"))))
          .hasMessage(
              "expectation 0 expect_column_values_to_be_between: $PARAMETER: 'limit' has no value");
    }
  }

  @Test
  void columnsAreCheckedAgainstTheData() {
    try (Check check = new Check().data("SELECT 1 AS a, 'x' AS b")) {
      assertThatThrownBy(() ->
              check.compile(
                  suite(
                      expectation("expect_column_values_to_not_be_null", "{\"column\": \"A\"}"),
                      expectation(
                          "expect_compound_columns_to_be_unique",
                          "{\"column_list\": [\"a\", \"c\"]}"),
                      expectation(
                          "expect_column_values_to_be_between",
                          "{\"column\": \"b\", \"max_value\": 2}"),
                      expectation("expect_column_mean_to_be_between", "{\"column\": \"b\"}"))))
          .hasMessage(
              """
              expectation 0 expect_column_values_to_not_be_null: column: the data has no column 'A'; it has a, b
              expectation 1 expect_compound_columns_to_be_unique: column_list: the data has no column 'c'; it has a, b
              expectation 2 expect_column_values_to_be_between: max_value: 2 cannot be compared with column 'b' of type VARCHAR
              expectation 3 expect_column_mean_to_be_between: column: 'b' of type VARCHAR is not numeric\
              """);
    }
  }
}
