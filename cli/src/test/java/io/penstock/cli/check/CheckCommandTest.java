package io.penstock.cli.check;

import static io.penstock.cli.check.Tried.check;
import static io.penstock.cli.check.Tried.expectation;
import static io.penstock.cli.check.Tried.file;
import static io.penstock.cli.check.Tried.parquet;
import static io.penstock.cli.check.Tried.suite;
import static io.penstock.cli.check.Tried.warning;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckCommandTest {
  private static final String BETWEEN = "expect_column_values_to_be_between";
  private static final String NOT_NULL = "expect_column_values_to_not_be_null";

  @TempDir Path folder;

  @Test
  void passes() throws IOException {
    Path data = parquet(folder, "a.parquet", "SELECT range AS n FROM range(1000)");

    Tried tried =
        check(suite(folder, expectation(BETWEEN, "{\"column\": \"n\", \"min_value\": 0}")), data);

    assertThat(tried.err()).isEmpty();
    assertThat(tried.out())
        .startsWith("tried on 1,000 rows of a.parquet\n")
        .contains("  ✓ expect_column_values_to_be_between n  min_value=0\n")
        .contains("PASSED  1 of 1 expectations hold, ");
    assertThat(tried.exit()).isZero();
  }

  @Test
  void failsWithWhatIsUnexpected() throws IOException {
    Path data = parquet(folder, "a.parquet", "SELECT range - 2 AS n FROM range(10)");

    Tried tried =
        check(
            suite(
                folder,
                expectation(BETWEEN, "{\"column\": \"n\", \"min_value\": 0}"),
                warning(BETWEEN, "{\"column\": \"n\", \"max_value\": 6}")),
            data);

    assertThat(tried.out())
        .contains("  ✗ expect_column_values_to_be_between n  min_value=0\n")
        .contains("      critical: 2 of 10 unexpected, such as -2, -1\n")
        .contains("  ! expect_column_values_to_be_between n  max_value=6\n")
        .contains("      warning: 1 of 10 unexpected, such as 7\n")
        .contains("FAILED  0 of 2 expectations hold, 1 block, 1 only report, ");
    assertThat(tried.exit()).isEqualTo(1);
  }

  @Test
  void aWarningDoesNotFail() throws IOException {
    Path data = parquet(folder, "a.parquet", "SELECT 7 AS n");

    Tried tried =
        check(
            suite(folder, warning(BETWEEN, "{\"column\": \"n\", \"max_value\": 6}")),
            data,
            "--output=json");

    assertThat(tried.exit()).isZero();
    assertThat(tried.json().path("success").booleanValue()).isFalse();
    assertThat(tried.json().path("passed").booleanValue()).isTrue();
  }

  @Test
  void writesAValidationResult() throws IOException {
    Path data = parquet(folder, "a.parquet", "SELECT range AS n, 'k' || range AS k FROM range(4)");

    Tried tried =
        check(
            suite(
                folder,
                expectation(BETWEEN, "{\"column\": \"n\", \"max_value\": 2}"),
                expectation(NOT_NULL, "{\"column\": \"k\"}")),
            data,
            "--result-format",
            "complete",
            "--key",
            "k",
            "--output",
            "json");

    JsonNode json = tried.json();
    assertThat(json.path("success").booleanValue()).isFalse();
    assertThat(json.path("suite_name").textValue()).isEqualTo("tried");
    assertThat(json.path("statistics"))
        .hasToString(
            "{\"evaluated_expectations\":2,\"successful_expectations\":1,\"unsuccessful_expectations\":1,\"success_percent\":50.0}");
    JsonNode first = json.path("results").path(0);
    assertThat(first.path("expectation_config").path("type").textValue()).isEqualTo(BETWEEN);
    assertThat(first.path("expectation_config").path("kwargs"))
        .hasToString("{\"column\":\"n\",\"max_value\":2}");
    assertThat(first.path("result").path("unexpected_list")).hasToString("[3]");
    assertThat(first.path("result").path("unexpected_index_list"))
        .hasToString("[{\"n\":3,\"k\":\"k3\"}]");
    assertThat(first.path("exception_info").path("raised_exception").booleanValue()).isFalse();
    assertThat(json.path("meta").path("penstock").path("rows").longValue()).isEqualTo(4);
    assertThat(json.path("meta").path("penstock").path("files").path(0).path("path").textValue())
        .isEqualTo(data.toString());
    assertThat(json.path("meta").path("penstock").path("suite").path("sha256").textValue())
        .matches("[0-9a-f]{64}");
  }

  @ParameterizedTest
  @CsvSource({"BOOLEAN_ONLY, 0", "BASIC, 8", "SUMMARY, 10", "COMPLETE, 12"})
  void tellsAsMuchAsTheFormatSays(String format, int fields) throws IOException {
    Path data = parquet(folder, "a.parquet", "SELECT range AS n FROM range(4)");

    Tried tried =
        check(
            suite(folder, expectation(BETWEEN, "{\"column\": \"n\", \"max_value\": 2}")),
            data,
            "--result-format=" + format,
            "--output=json");

    assertThat(tried.json().path("results").path(0).path("result")).hasSize(fields);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.ndjson", "a.jsonl.gz", "a.json", "a.csv", "a.csv.gz", "a.tsv"})
  void readsTextFiles(String name) throws IOException {
    String text =
        name.contains("sv")
            ? "n,day\n1,2001/01/31\n2.5,2001/02/01\n,\n"
            : "{\"n\": 1, \"day\": \"2001/01/31\"}\n{\"n\": 2.5, \"day\": \"2001/02/01\"}\n{\"n\": null, \"day\": null}\n";
    Path data = file(folder, name, name.contains("tsv") ? text.replace(',', '\t') : text);

    Tried tried =
        check(
            suite(
                folder,
                expectation("expect_table_row_count_to_equal", "{\"value\": 3}"),
                expectation(
                    "expect_column_sum_to_be_between",
                    "{\"column\": \"n\", \"min_value\": 3.5, \"max_value\": 3.5}"),
                expectation(NOT_NULL, "{\"column\": \"day\", \"mostly\": 0.6}"),
                expectation(
                    "expect_column_values_to_match_regex",
                    "{\"column\": \"day\", \"regex\": \"^\\\\d{4}/\"}"),
                expectation(
                    "expect_column_values_to_match_strftime_format",
                    "{\"column\": \"day\", \"strftime_format\": \"%Y/%m/%d\"}")),
            data);

    assertThat(tried.err()).isEmpty();
    assertThat(tried.out()).contains("PASSED  5 of 5");
    assertThat(tried.exit()).isZero();
  }

  @Test
  void takesDirectoriesAndPatternsForOneTable() throws IOException {
    parquet(folder, "data/day=1/a.parquet", "SELECT 1 AS n");
    parquet(folder, "data/day=2/b.parquet", "SELECT 2 AS n, true AS late");
    file(folder, "data/_SUCCESS", "");
    file(folder, "data/README.md", "# no data");
    Path suite =
        suite(
            folder,
            expectation("expect_table_row_count_to_equal", "{\"value\": 2}"),
            expectation(
                "expect_table_columns_to_match_ordered_list",
                "{\"column_list\": [\"n\", \"late\"]}"));

    assertThat(check(suite, folder.resolve("data")).exit()).isZero();
    assertThat(check(suite, folder.resolve("data") + "/**/*.parquet").exit()).isZero();
    assertThat(check(suite, folder.resolve("data/day=1"), folder + "/data/*/b.*").exit()).isZero();
  }

  @Test
  void tellsEveryErrorOfSuiteAndFilesAtOnce() throws IOException {
    Path suite =
        suite(
            folder,
            expectation("expect_column_values_to_be_nul", "{\"column\": \"n\"}"),
            expectation(BETWEEN, "{\"column\": \"n\", \"min_value\": 3, \"max_value\": 2}"));

    Tried tried = check(suite, folder.resolve("none.parquet"), folder + "/*.csv");

    assertThat(tried.exit()).isEqualTo(2);
    assertThat(tried.out()).isEmpty();
    assertThat(tried.err())
        .contains("penstock: expectation 0 expect_column_values_to_be_nul: type: ")
        .contains("penstock: expectation 1 expect_column_values_to_be_between: min_value: ")
        .contains("none.parquet: no file with data there")
        .contains("*.csv: no file with data there");
  }

  @Test
  void tellsEveryErrorAgainstTheDataAtOnce() throws IOException {
    Path data = parquet(folder, "a.parquet", "SELECT 1 AS n");
    Path suite =
        suite(
            folder,
            expectation(NOT_NULL, "{\"column\": \"absent\"}"),
            expectation(BETWEEN, "{\"column\": \"n\", \"min_value\": {\"$PARAMETER\": \"low\"}}"));

    Tried tried = check(suite, data, "--key", "nobody");

    assertThat(tried.exit()).isEqualTo(2);
    assertThat(tried.err())
        .contains("'absent'")
        .contains("'low' has no value")
        .contains("'nobody'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"low=5", "low=5.0"})
  void bindsParameters(String parameter) throws IOException {
    Path data = parquet(folder, "a.parquet", "SELECT 5 AS n, DATE '2001-01-01' AS day");
    Path suite =
        suite(
            folder,
            expectation(BETWEEN, "{\"column\": \"n\", \"min_value\": {\"$PARAMETER\": \"low\"}}"),
            expectation(
                BETWEEN,
                "{\"column\": \"day\", \"min_value\": {\"$PARAMETER\": \"window_start\"}}"));

    Tried tried =
        check(suite, data, "--parameter", parameter, "--parameter", "window_start=2001-01-01");

    assertThat(tried.err()).isEmpty();
    assertThat(tried.exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "junk.parquet, hello",
    "bad.ndjson, '{\"a\": 1}\n{\"a\":'",
    "broken.csv, 'a,b\n1,2\n3\n4,5,6\n'",
    "empty.ndjson, ''"
  })
  void dataThatCannotBeReadExitsWithTwo(String name, String text) throws IOException {
    Path data = file(folder, name, text);

    Tried tried = check(suite(folder, expectation(NOT_NULL, "{\"column\": \"a\"}")), data);

    assertThat(tried.err()).startsWith("penstock: ");
    assertThat(tried.exit()).isEqualTo(2);
  }

  @Test
  void filesOfTwoFormatsAreNoTable() throws IOException {
    Path csv = file(folder, "a.csv", "n\n1\n");
    Path json = file(folder, "a.ndjson", "{\"n\": 1}\n");

    Tried tried = check(suite(folder), csv, json);

    assertThat(tried.err()).contains("their formats differ").contains("a.csv").contains("a.ndjson");
    assertThat(tried.exit()).isEqualTo(2);
  }

  @Test
  void theFormatCanBeNamed() throws IOException {
    Path data = file(folder, "export", "n\n1\n");
    Path suite = suite(folder, expectation(NOT_NULL, "{\"column\": \"n\"}"));

    assertThat(check(suite, data).err()).contains("name it with --format");
    assertThat(check(suite, data, "--format=csv").exit()).isZero();
  }

  @Test
  void textsCanStandForMissingValuesInCsv() throws IOException {
    Path data = file(folder, "a.csv", "n\n1\nNA\n2\n");
    Path suite =
        suite(
            folder,
            expectation(
                "expect_column_sum_to_be_between",
                "{\"column\": \"n\", \"min_value\": 3, \"max_value\": 3}"));

    assertThat(check(suite, data).exit()).isEqualTo(2);
    assertThat(check(suite, data, "--null", "NA").exit()).isZero();
  }

  @Test
  void flagsOfLettersStayText() throws IOException {
    Path data = file(folder, "a.csv", "yn,tf,bit\nY,t,0\nN,f,1\n");
    Path suite =
        suite(
            folder,
            expectation(
                "expect_column_values_to_be_in_set",
                "{\"column\": \"yn\", \"value_set\": [\"Y\", \"N\"]}"),
            expectation(
                "expect_column_values_to_be_in_set",
                "{\"column\": \"tf\", \"value_set\": [\"t\", \"f\"]}"),
            expectation(
                "expect_column_values_to_be_in_set",
                "{\"column\": \"bit\", \"value_set\": [0, 1]}"));

    assertThat(check(suite, data).out()).contains("PASSED  3 of 3");
  }

  @Test
  void integersOfJsonAreAsWideAsTheyNeedToBe() throws IOException {
    Path data =
        file(
            folder,
            "a.ndjson",
            "{\"small\": -1, \"big\": 9223372036854775808, \"b\": true}\n{\"small\": 1, \"big\": -1, \"b\": null}\n");
    Path suite =
        suite(
            folder,
            expectation(
                "expect_column_values_to_be_of_type",
                "{\"column\": \"small\", \"type_\": \"int64\"}"),
            expectation(
                "expect_column_max_to_be_between",
                "{\"column\": \"big\", \"min_value\": 9223372036854775808}"),
            expectation(
                "expect_column_values_to_be_of_type", "{\"column\": \"b\", \"type_\": \"bool\"}"));

    assertThat(check(suite, data).out()).contains("PASSED  3 of 3");
  }

  @Test
  void columnsMayBeCalledAnything() throws IOException {
    Path data =
        parquet(
            folder,
            "it's [1]*.parquet",
            "SELECT 1 AS \"select\", 2 AS \"a \"\"b\"\" 'c'\", NULL::DOUBLE AS \"ü,%s\"");
    Path suite =
        suite(
            folder,
            expectation(NOT_NULL, "{\"column\": \"select\"}"),
            expectation(NOT_NULL, "{\"column\": \"a \\\"b\\\" 'c'\"}"),
            expectation("expect_column_values_to_be_null", "{\"column\": \"ü,%s\"}"));

    Tried tried = check(suite, data);

    assertThat(tried.err()).isEmpty();
    assertThat(tried.exit()).isZero();
  }

  @Test
  void anEmptyTableIsChecked() throws IOException {
    Path data = parquet(folder, "a.parquet", "SELECT 1 AS n WHERE false");

    Tried tried =
        check(
            suite(
                folder,
                expectation(NOT_NULL, "{\"column\": \"n\"}"),
                expectation("expect_table_row_count_to_be_between", "{\"min_value\": 1}")),
            data);

    assertThat(tried.out()).contains("on 0 rows").contains("1 of 2 expectations hold");
    assertThat(tried.exit()).isEqualTo(1);
  }

  @Test
  void aSuiteThatIsNoJsonIsNamed() throws IOException {
    Path data = parquet(folder, "a.parquet", "SELECT 1 AS n");

    assertThat(check(file(folder, "bad.json", "{"), data).err()).contains("the suite is not JSON");
    assertThat(check(folder.resolve("absent.json"), data).err()).contains("cannot be read");
    assertThat(check(folder.resolve("absent.json"), data).exit()).isEqualTo(2);
  }

  @Test
  void aQueryOfTheSuiteReadsNothingElse() throws IOException {
    Path data = parquet(folder, "a.parquet", "SELECT 1 AS n");
    Path other = file(folder, "secret.csv", "s\n1\n");
    Path suite =
        suite(
            folder,
            expectation(
                "unexpected_rows_expectation",
                "{\"unexpected_rows_query\": \"SELECT * FROM '%s'\"}".formatted(other)));

    Tried tried = check(suite, data);

    assertThat(tried.exit()).isEqualTo(2);
    assertThat(tried.err()).contains("expectation 0 unexpected_rows_expectation");
  }
}
