package io.penstock.checkpoint;

import static io.penstock.checkpoint.Check.expectation;
import static io.penstock.checkpoint.Check.suite;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.history.History;
import io.penstock.checkpoint.history.PublishedVersion;
import io.penstock.checkpoint.plan.Checkpoint;
import io.penstock.checkpoint.plan.CheckpointPlan;
import io.penstock.checkpoint.result.CheckpointResult;
import io.penstock.checkpoint.result.ExpectationResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.checkpoint.suite.Parameters;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a suite expects, it is told of more rows than the engine's memory has room for. */
class SmallMemoryTest {
  private static final int ROWS = 500_000;
  private static final long MEMORY_BYTES = 48L << 20;

  /** Made as it is read: about 60 MB of values, nearly all of them different. */
  private static final String RELATION =
      """
      (SELECT i AS id, (hash(i) %% 500000)::BIGINT AS k, (hash(i) %% 100000000) / 1e6 AS x,
         CASE WHEN i = 0 THEN 1e18 ELSE (hash(i) %% 100000000) / 1e6 END AS skewed,
         'text-' || lpad((hash(i * 3))::VARCHAR, 20, '0') AS s, 'same' AS c, (i %% 5)::INTEGER AS few,
         't' AS __topic_id, 0 AS __partition, i AS __offset
       FROM range(%d) AS t(i))\
      """
          .formatted(ROWS);

  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(
              new Column("id", "BIGINT"),
              new Column("k", "BIGINT"),
              new Column("x", "DOUBLE"),
              new Column("skewed", "DOUBLE"),
              new Column("s", "VARCHAR"),
              new Column("c", "VARCHAR"),
              new Column("few", "INTEGER")));

  private static EngineSession session;

  @BeforeAll
  static void open(@TempDir Path scratch) {
    session = Engine.open(new EngineSettings(scratch, MEMORY_BYTES, 1));
  }

  @AfterAll
  static void close() {
    session.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "expect_column_values_to_be_unique | {'column': 's'} | true",
        "expect_column_values_to_be_unique | {'column': 'k'} | false",
        "expect_column_values_to_be_unique | {'column': 'c'} | false",
        "expect_compound_columns_to_be_unique | {'column_list': ['s', 'id']} | true",
        "expect_compound_columns_to_be_unique | {'column_list': ['k', 'few']} | false",
        "expect_column_values_to_be_increasing | {'column': 'id'} | true",
        "expect_column_values_to_be_decreasing | {'column': 'k'} | false",
        "expect_column_values_to_match_regex | {'column': 's', 'regex': '^x'} | false",
        "expect_column_values_to_be_json_parseable | {'column': 'c'} | false",
        "expect_column_value_z_scores_to_be_less_than | {'column': 'x', 'threshold': 3} | true",
        "expect_column_unique_value_count_to_be_between | {'column': 's', 'min_value': 500000} | true",
        "expect_column_proportion_of_unique_values_to_be_between | {'column': 's', 'min_value': 1} | true",
        "expect_column_median_to_be_between | {'column': 'x', 'min_value': 49, 'max_value': 51} | true",
        "expect_column_median_to_be_between | {'column': 'skewed', 'min_value': 49, 'max_value': 51} | true",
        "expect_column_quantile_values_to_be_between | {'column': 'k', 'quantile_ranges':"
            + " {'quantiles': [0.5], 'value_ranges': [[249000, 251000]]}} | true",
        "expect_column_distinct_values_to_be_in_set | {'column': 's', 'value_set': ['a']} | false",
        "expect_column_distinct_values_to_contain_set | {'column': 's', 'value_set': ['a']} | false",
        "expect_column_distinct_values_to_equal_set | {'column': 's', 'value_set': ['a']} | false",
        "expect_column_most_common_value_to_be_in_set | {'column': 's', 'value_set': ['a']} | false",
        "expect_column_kl_divergence_to_be_less_than | {'column': 'x', 'threshold': 0.1,"
            + " 'partition_object': {'bins': [0, 50, 100], 'weights': [0.5, 0.5]}} | true",
        "expect_multicolumn_values_to_be_unique | {'column_list': ['s', 'c']} | true",
        "unexpected_rows_expectation | {'unexpected_rows_query': 'SELECT * FROM {batch} WHERE few = 1'} | false",
        "expect_query_results_to_match_comparison | {'base_query': 'SELECT s FROM {batch}',"
            + " 'comparison_query': 'SELECT s FROM {batch}'} | true",
        "penstock_features_to_not_leak_label | {'label_column': 'few', 'column_list': ['s', 'x']} | true",
        "penstock_features_to_not_leak_label | {'label_column': 's', 'column_list': ['k']} | true",
        "penstock_key_to_not_overlap_between_splits | {'column_list': ['s'], 'split_column': 'few'} | true",
        "penstock_key_to_not_overlap_with_version | {'column_list': ['s'], 'reference': {'version': 1}} | false",
        "penstock_column_ks_statistic_to_be_less_than | {'column': 'x', 'threshold': 0,"
            + " 'reference': {'version': 1}} | true",
        "penstock_column_psi_to_be_less_than | {'column': 'x', 'threshold': 0,"
            + " 'reference': {'version': 1}} | true",
        "penstock_column_psi_to_be_less_than | {'column': 's', 'threshold': 0,"
            + " 'reference': {'version': 1}} | true",
      })
  void eachExpectationIsTold(String type, String kwargs, boolean success) {
    ExpectationResult result = run(expectation(type, kwargs.replace('\'', '"'))).getFirst();

    assertThat(result.exception()).isEmpty();
    assertThat(result.success()).isEqualTo(success);
  }

  @Test
  void manyAreToldTogether() {
    List<ExpectationResult> results =
        run(
            expectation("expect_column_values_to_be_unique", "{\"column\": \"s\"}"),
            expectation("expect_column_values_to_be_unique", "{\"column\": \"id\"}"),
            expectation("expect_column_values_to_be_unique", "{\"column\": \"k\"}"),
            expectation(
                "expect_column_unique_value_count_to_be_between",
                "{\"column\": \"x\", \"min_value\": 1}"),
            expectation(
                "expect_compound_columns_to_be_unique", "{\"column_list\": [\"s\", \"x\"]}"));

    assertThat(results)
        .extracting(ExpectationResult::success)
        .containsExactly(true, true, false, true, true);
  }

  @Test
  void allRowsAreTakenOut() {
    CheckpointPlan plan =
        compile(
            """
            {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "s", "value_set": ["a"]},
             "meta": {"penstock": {"action": "quarantine"}}}\
            """,
            """
            {"type": "expect_column_values_to_match_regex", "kwargs": {"column": "s", "regex": "^x"},
             "meta": {"penstock": {"action": "quarantine"}}}\
            """);

    assertThat(
            session.queryLong(
                "SELECT sum(len(rules)) FROM (%s)"
                    .formatted(plan.quarantine().orElseThrow().sql(RELATION))))
        .isEqualTo(2L * ROWS);
  }

  private static List<ExpectationResult> run(String... expectations) {
    CheckpointResult result = compile(expectations).run(session, RELATION, ResultFormat.SUMMARY);
    return result.results();
  }

  private static CheckpointPlan compile(String... expectations) {
    return Checkpoint.compile(
        Suite.parse(suite(expectations)), SCHEMA, Parameters.NONE, published());
  }

  private static History published() {
    PublishedVersion same =
        new PublishedVersion(1, ROWS, 1, Optional.of(new PublishedVersion.Data(RELATION, SCHEMA)));
    return reference -> List.of(same);
  }
}
