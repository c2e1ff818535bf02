package io.penstock.checkpoint;

import static io.penstock.checkpoint.Check.expectation;
import static io.penstock.checkpoint.Check.suite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows an expectation is about. */
class RowConditionTest {
  private static Check check;

  @BeforeAll
  static void data() {
    check =
        new Check()
            .data(
                """
                SELECT * FROM (VALUES (1, 'a', 1.5, true, 'p q'), (2, 'b', NULL, false, 'r'),
                  (3, NULL, 3.5, true, 'it''s'), (NULL, 'c', 4.5, NULL, 'r'))
                  AS v(x, s, d, f, "na me")\
                """);
  }

  @AfterAll
  static void close() {
    check.close();
  }

  private static long rows(String condition, String parser) {
    return check
        .one(
            "expect_table_row_count_to_be_between",
            "{\"row_condition\": %s%s}"
                .formatted(
                    condition,
                    parser.isEmpty() ? "" : ", \"condition_parser\": \"" + parser + "\""))
        .result()
        .path("observed_value")
        .longValue();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '^',
      quoteCharacter = '$',
      textBlock =
          """
          x == 1                          ^ 1
          x != 1                          ^ 3
          x > 1                           ^ 2
          1 < x <= 3                      ^ 2
          3 >= x                          ^ 3
          x > 1 and s == "b"              ^ 1
          x > 1 & s == 'b'                ^ 1
          x == 1 or s == "c"              ^ 2
          (x == 1) | (s == "c")           ^ 2
          not (x > 1)                     ^ 2
          ~(x > 1)                        ^ 2
          x in [1, 3, 7]                  ^ 2
          x not in [1, 3]                 ^ 2
          x not in (1, 3)                 ^ 2
          x.isin([1, 3])                  ^ 2
          not x.isin((1, 3))              ^ 2
          x == [1, 3]                     ^ 2
          x != x                          ^ 1
          s.isnull()                      ^ 1
          s.notnull() and d.notna()       ^ 2
          `na me` == "it's"               ^ 1
          `na me` == 'p q'                ^ 1
          f                               ^ 2
          not f                           ^ 2
          f == True                       ^ 2
          d > x                           ^ 2
          x == 1.0                        ^ 1
          x > -1e3                        ^ 3
          x == "1"                        ^ 0
          s > "a"                         ^ 2
          """)
  void stringsForPandasAreUnderstood(String condition, long expected) {
    assertThat(rows(quoted(condition), "pandas")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '^',
      quoteCharacter = '$',
      textBlock =
          """
          col("x") == 1          ^ 1
          col("x") != 1          ^ 3
          col("x").notNull()     ^ 3
          col("x").NOTNULL()     ^ 3
          col("na me") == "r"    ^ 2
          col("x") == "2"        ^ 0
          """)
  void stringsOfGreatExpectationsMeanTheStructuredForm(String condition, long expected) {
    assertThat(rows(quoted(condition), "great_expectations__experimental__")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '^',
      quoteCharacter = '$',
      textBlock =
          """
          x = 1                              ^ 1
          x == 1                             ^ 1
          x <> 1                             ^ 2
          x > 1 AND s = 'b'                  ^ 1
          x IN (1, 3) OR s = 'c'             ^ 3
          s in ('a', 'in (') And (x = 1)     ^ 1
          x Not In (1)                       ^ 2
          s IS NULL                          ^ 1
          x IS NOT NULL AND d is not null    ^ 2
          `na me` = 'r'                      ^ 2
          s = "= AND"                        ^ 0
          NOT (x > 1)                        ^ 1
          f                                  ^ 2
          f = TRUE                           ^ 2
          """)
  void stringsForSparkAreUnderstoodAsSql(String condition, long expected) {
    assertThat(rows(quoted(condition), "spark")).isEqualTo(expected);
  }

  @Test
  void structuredConditionsAreUnderstood() {
    assertThat(
            rows(
                """
                {"type": "or", "conditions": [
                  {"type": "and", "conditions": [
                    {"type": "comparison", "column": {"name": "x"}, "operator": ">", "parameter": 1},
                    {"type": "nullity", "column": {"name": "s"}, "is_null": true}]},
                  {"type": "comparison", "column": {"name": "s"}, "operator": "IN", "parameter": ["a", "z"]},
                  {"type": "pass_through", "pass_through_filter": "d == 4.5"}]}\
                """,
                ""))
        .isEqualTo(3);
    assertThat(
            rows(
                "{\"type\": \"comparison\", \"column\": {\"name\": \"s\"}, \"operator\": \"NOT_IN\","
                    + " \"parameter\": [\"a\"]}",
                ""))
        .isEqualTo(3);
  }

  @Test
  void aConditionNarrowsEveryFamily() {
    assertThat(
            check
                .one(
                    "expect_column_values_to_be_unique",
                    "{\"column\": \"na me\", \"row_condition\": \"x > 0\"}")
                .success())
        .isTrue();
    assertThat(
            check
                .one(
                    "expect_column_max_to_be_between",
                    "{\"column\": \"d\", \"row_condition\": \"x > 0\"}")
                .result()
                .path("observed_value"))
        .hasToString("3.5");
    assertThat(
            check
                .one(
                    "expect_column_median_to_be_between",
                    "{\"column\": \"d\", \"row_condition\": \"x > 0\"}")
                .result()
                .path("observed_value"))
        .hasToString("2.5");
    assertThat(
            check
                .one(
                    "expect_column_values_to_be_increasing",
                    "{\"column\": \"d\", \"row_condition\": \"d < 4\", \"strictly\": true}")
                .result()
                .path("element_count"))
        .hasToString("2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x ==",
        "x = 1",
        "x == 1 and",
        "(x == 1",
        "nope == 1",
        "x > 'a'",
        "s",
        "1 == 1",
        "x.mean() > 1",
        "@x == 1",
        "x == 1; DROP TABLE t",
        "x in 1",
        ""
      })
  void whatIsNotUnderstoodIsAProblem(String condition) {
    assertThatThrownBy(() ->
            check.compile(
                suite(
                    expectation(
                        "expect_column_values_to_not_be_null",
                        "{\"column\": \"x\", \"row_condition\": %s}"
                            .formatted(quoted(condition))))))
        .hasMessageStartingWith(
            "expectation 0 expect_column_values_to_not_be_null: row_condition: ");
  }

  /** Great Expectations writes the structured form of a text beside the text's parser. */
  @ParameterizedTest
  @ValueSource(strings = {"", "pandas", "spark", "great_expectations"})
  void aStructuredConditionMeansTheSameBesideAnyParser(String parser) {
    String differs =
        """
        {"type": "comparison", "column": {"name": "x"}, "operator": "!=", "parameter": 1}\
        """;

    assertThat(rows(differs, parser)).isEqualTo(3);
  }

  @Test
  void whatIsPassedThroughIsWrittenForTheParser() {
    String filter = "{\"type\": \"pass_through\", \"pass_through_filter\": \"%s\"}";

    assertThat(rows(filter.formatted("x = 1 OR s IS NULL"), "spark")).isEqualTo(2);
    assertThat(rows(filter.formatted("x == 1 or s.isnull()"), "pandas")).isEqualTo(2);
  }

  @Test
  void aComparisonWithNothingIsAProblem() {
    assertThatThrownBy(() ->
            rows(
                """
                {"type": "comparison", "column": {"name": "x"}, "operator": "==", "parameter": null}\
                """,
                ""))
        .hasMessageContaining("row_condition: a comparison needs a parameter");
  }
}
