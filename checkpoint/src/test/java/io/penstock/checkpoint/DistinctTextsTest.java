package io.penstock.checkpoint;

import static io.penstock.checkpoint.Check.expectation;
import static io.penstock.checkpoint.Check.suite;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.result.ExpectationResult;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of more rows than are sampled, texts that come up often are judged once each. */
class DistinctTextsTest {
  private final Check check = new Check();

  @AfterEach
  void close() {
    check.close();
  }

  @Test
  void fewTextsAreCountedAsOftenAsTheyAreThere() {
    check.data(
        """
        SELECT CASE i % 10 WHEN 0 THEN NULL WHEN 1 THEN 'b1' WHEN 2 THEN 'long' ELSE 'a' || i % 3 END AS s,
          '2024-01-' || lpad((i % 28 + 1)::VARCHAR, 2, '0') AS d, i
        FROM range(60000) t(i)\
        """);

    List<ExpectationResult> results =
        check
            .run(
                suite(
                    expectation(
                        "expect_column_values_to_match_regex",
                        "{\"column\": \"s\", \"regex\": \"^[ab]\\\\d$\", \"mostly\": 0.8}"),
                    expectation(
                        "expect_column_value_lengths_to_equal",
                        "{\"column\": \"s\", \"value\": 2}"),
                    expectation("expect_column_values_to_not_be_null", "{\"column\": \"s\"}"),
                    expectation(
                        "expect_column_values_to_not_match_regex",
                        "{\"column\": \"s\", \"regex\": \"b\", \"row_condition\": \"i < 100\","
                            + " \"condition_parser\": \"pandas\"}"),
                    expectation(
                        "expect_column_values_to_match_strftime_format",
                        "{\"column\": \"d\", \"strftime_format\": \"%Y-%m-%d\"}")))
            .results();

    assertThat(results)
        .extracting(ExpectationResult::success)
        .containsExactly(true, false, false, false, true);
    assertThat(counts(results.get(0))).isEqualTo("60000 elements, 6000 missing, 6000 unexpected");
    assertThat(counts(results.get(1))).isEqualTo("60000 elements, 6000 missing, 6000 unexpected");
    assertThat(counts(results.get(3))).isEqualTo("100 elements, 10 missing, 10 unexpected");
    assertThat(counts(results.get(4))).isEqualTo("60000 elements, 0 missing, 0 unexpected");
    assertThat(results.get(0).result().path("partial_unexpected_index_list").get(1).intValue())
        .isEqualTo(12);
  }

  @Test
  void textsThatAreFewAtFirstAlone() {
    check.data("SELECT CASE WHEN i < 50000 THEN 'a' ELSE 'x' || i END AS s FROM range(60000) t(i)");

    ExpectationResult result =
        check.one("expect_column_values_to_match_regex", "{\"column\": \"s\", \"regex\": \"^a\"}");

    assertThat(counts(result)).isEqualTo("60000 elements, 0 missing, 10000 unexpected");
  }

  private static String counts(ExpectationResult result) {
    JsonNode fields = result.result();
    return "%d elements, %d missing, %d unexpected"
        .formatted(
            fields.path("element_count").longValue(),
            fields.path("missing_count").longValue(),
            fields.path("unexpected_count").longValue());
  }
}
