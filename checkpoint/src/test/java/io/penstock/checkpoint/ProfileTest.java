package io.penstock.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.checkpoint.data.DataTable;
import io.penstock.checkpoint.expectation.TableSchema;
import io.penstock.checkpoint.plan.Checkpoint;
import io.penstock.checkpoint.profile.Profile;
import io.penstock.checkpoint.result.CheckpointResult;
import io.penstock.checkpoint.result.ExpectationResult;
import io.penstock.checkpoint.result.ResultFormat;
import io.penstock.checkpoint.suite.Parameters;
import io.penstock.checkpoint.suite.Suite;
import io.penstock.contracts.json.Json;
import io.penstock.lake.engine.Engine;
import io.penstock.lake.engine.EngineSession;
import io.penstock.lake.engine.EngineSettings;
import io.penstock.lake.engine.Sql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
  /** Types, and values of each: usual ones, and those that are easily got wrong. */
  private static final List<List<String>> VALUES =
      List.of(
          List.of("TINYINT", "-128", "127", "0", "5"),
          List.of("BIGINT", "9223372036854775807", "-9223372036854775808", "0", "1", "2"),
          List.of("UBIGINT", "18446744073709551615", "0"),
          List.of("HUGEINT", "170141183460469231731687303715884105727", "1"),
          List.of("FLOAT", "0.1", "'NaN'", "3.4e38", "-0.0", "16777217", "1.1"),
          List.of(
              "DOUBLE",
              "0.1",
              "'NaN'",
              "1e308",
              "'Infinity'",
              "5e-324",
              "-0.0",
              "0.30000000000000004"),
          List.of("DECIMAL(18,4)", "12345678901234.5678", "-0.0001", "0"),
          List.of("DECIMAL(38,10)", "1234567890123456789012345678.0123456789", "0"),
          List.of("BOOLEAN", "true", "false"),
          List.of(
              "VARCHAR",
              "''",
              "'a'",
              "'ü😀'",
              "'it''s'",
              "'x' || chr(0) || 'y'",
              "'\"quoted\"'",
              "repeat('long', 60)"),
          List.of("DATE", "'2001-01-01'", "'0001-01-01'", "'9999-12-31'", "'infinity'"),
          List.of(
              "TIMESTAMP",
              "'2001-01-01 00:00:00.000001'",
              "'1969-12-31 23:59:59.5'",
              "'-infinity'"),
          List.of("TIMESTAMP_NS", "'2001-01-01 00:00:00.123456'"),
          List.of("TIMESTAMPTZ", "'2001-01-01 00:00:00+12:45'", "'2024-02-29 12:00:00.25+00'"),
          List.of("TIME", "'12:00:00'"),
          List.of("BLOB", "'\\x00\\xFF'::BLOB"),
          List.of("UUID", "'00000000-0000-0000-0000-000000000001'"),
          List.of("INTEGER[]", "[1, NULL]"),
          List.of("STRUCT(a INTEGER)", "{'a': 1}"));

  private static final List<String> NAMES =
      List.of(
          "n", "select", "a b", "it's", "\"quoted\"", "ü😀", "%s", "a,b", "{batch}", "A.B", "1");

  @TempDir Path scratch;

  static List<Long> seeds() {
    return IntStream.range(0, 60).mapToObj(i -> 7_000L + i).toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsProposedHoldsOnThatData(long seed) {
    Random random = new Random(seed);
    int rows = List.of(0, 1, 2, 7, 60).get(random.nextInt(5));
    List<String> columns = new ArrayList<>();
    for (String name : NAMES.subList(0, 1 + random.nextInt(NAMES.size()))) {
      columns.add(column(random, rows) + " AS " + Sql.identifier(name));
    }
    String query = "SELECT %s FROM range(%d) AS r(i)".formatted(String.join(", ", columns), rows);

    try (EngineSession session = open()) {
      DataTable table = table(session, query);
      ObjectNode suite = Profile.suite(session, table, "proposed");
      CheckpointResult result =
          Checkpoint.compile(Suite.parse(Json.text(suite)), table.schema(), Parameters.NONE)
              .run(session, table.relation(), ResultFormat.SUMMARY);

      assertThat(result.results().stream().filter(r -> !r.success()).map(ExpectationResult::config))
          .as(query)
          .isEmpty();
    }
  }

  /** A list of values, one for each row. */
  private static String column(Random random, int rows) {
    List<String> values = VALUES.get(random.nextInt(VALUES.size()));
    boolean distinct = random.nextInt(4) == 0;
    int nulls = random.nextInt(3) * 45;
    String type = values.getFirst();
    if (distinct && (type.equals("BIGINT") || type.equals("VARCHAR") || type.equals("DOUBLE"))) {
      return "CAST(i * 7 AS " + type + ")";
    }
    List<String> list = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      list.add(
          random.nextInt(100) < nulls ? "NULL" : values.get(1 + random.nextInt(values.size() - 1)));
    }
    return rows == 0
        ? "CAST(NULL AS " + type + ")"
        : "CAST([" + String.join(", ", cast(list, type)) + "] AS " + type + "[])[i + 1]";
  }

  private static List<String> cast(List<String> values, String type) {
    return values.stream().map(value -> "CAST(" + value + " AS " + type + ")").toList();
  }

  @Test
  void proposesWhatAPersonWouldWrite() {
    try (EngineSession session = open()) {
      DataTable table =
          table(
              session,
              """
              SELECT i AS id, ['page_view', 'search'][i % 2 + 1] AS kind, i % 2 AS label,
                CASE WHEN i % 4 > 0 THEN i / 2 END AS price, 'user ' || i AS name
              FROM range(100) r(i)
              """);

      JsonNode suite = Profile.suite(session, table, "events");

      assertThat(suite.path("name").textValue()).isEqualTo("events");
      assertThat(lines(suite))
          .containsExactly(
              "expect_table_columns_to_match_set {\"column_set\":[\"id\",\"kind\",\"label\",\"price\",\"name\"]} critical",
              "expect_table_row_count_to_be_between {\"min_value\":50,\"max_value\":200} warning",
              "expect_column_values_to_be_of_type {\"column\":\"id\",\"type_\":\"int64\"} critical",
              "expect_column_values_to_not_be_null {\"column\":\"id\"} critical",
              "expect_column_values_to_be_between {\"column\":\"id\",\"min_value\":0,\"max_value\":99} warning",
              "expect_column_values_to_be_unique {\"column\":\"id\"} warning",
              "expect_column_values_to_be_of_type {\"column\":\"kind\",\"type_\":\"str\"} critical",
              "expect_column_values_to_not_be_null {\"column\":\"kind\"} critical",
              "expect_column_value_lengths_to_be_between {\"column\":\"kind\",\"min_value\":6,\"max_value\":9} warning",
              "expect_column_values_to_be_in_set {\"column\":\"kind\",\"value_set\":[\"page_view\",\"search\"]} warning",
              "expect_column_values_to_be_of_type {\"column\":\"label\",\"type_\":\"int64\"} critical",
              "expect_column_values_to_not_be_null {\"column\":\"label\"} critical",
              "expect_column_values_to_be_between {\"column\":\"label\",\"min_value\":0,\"max_value\":1} warning",
              "expect_column_values_to_be_in_set {\"column\":\"label\",\"value_set\":[0,1]} warning",
              "expect_column_values_to_be_of_type {\"column\":\"price\",\"type_\":\"float64\"} critical",
              "expect_column_values_to_not_be_null {\"column\":\"price\",\"mostly\":0.75} warning",
              "expect_column_values_to_be_between {\"column\":\"price\",\"min_value\":0.5,\"max_value\":49.5} warning",
              "expect_column_values_to_be_of_type {\"column\":\"name\",\"type_\":\"str\"} critical",
              "expect_column_values_to_not_be_null {\"column\":\"name\"} critical",
              "expect_column_value_lengths_to_be_between {\"column\":\"name\",\"min_value\":6,\"max_value\":7} warning",
              "expect_column_values_to_be_unique {\"column\":\"name\"} warning");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3000})
  void worksOnTablesOfManyColumns(int rows) {
    String columns =
        IntStream.range(0, 400).mapToObj(i -> i + " AS c" + i).reduce((a, b) -> a + ", " + b).get();
    try (EngineSession session = open()) {
      DataTable table = table(session, "SELECT " + columns + " FROM range(" + rows + ")");

      assertThat(Profile.suite(session, table, "wide").path("expectations").size())
          .isGreaterThan(800);
    }
  }

  private static List<String> lines(JsonNode suite) {
    List<String> lines = new ArrayList<>();
    suite
        .path("expectations")
        .forEach(expectation ->
            lines.add(
                expectation.path("type").textValue()
                    + " "
                    + expectation.path("kwargs")
                    + " "
                    + expectation.path("severity").textValue()));
    return lines;
  }

  private EngineSession open() {
    return Engine.open(new EngineSettings(scratch, 256L << 20, 2));
  }

  private static DataTable table(EngineSession session, String query) {
    session.execute("CREATE TABLE t AS " + query);
    return new DataTable(
        "t",
        TableSchema.of(session.columns("SELECT * FROM t")),
        session.queryLong("SELECT count(*) FROM t"));
  }
}
