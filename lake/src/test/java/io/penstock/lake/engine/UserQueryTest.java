package io.penstock.lake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserQueryTest {
  private static final Set<String> INPUT = Set.of("input");

  @TempDir static Path root;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT event_time, delay > 15 AS delayed FROM input",
        "select * from INPUT",
        "FROM input",
        "SELECT * EXCLUDE (a) REPLACE (lower(b) AS b) FROM input AS i WHERE i.a IS NOT NULL;",
        "SELECT CASE WHEN a THEN 1 ELSE b END, CAST(a AS DECIMAL(9, 2)), a::DATE + INTERVAL 3 DAY,"
            + " extract(year FROM t), t AT TIME ZONE 'Europe/Zurich', a IN (1, 2), b LIKE 'x%',"
            + " a BETWEEN 1 AND 2, NOT (a AND b OR c), s.f.g, l[1], l[2:3], {'x': 1}, [1, 2],"
            + " list_transform(l, lambda x: x + 1), coalesce(a, b), try(a // b), j ->> '$.x',"
            + " 'current_date', input.current_date, trim(b), b COLLATE nocase FROM input",
        "SELECT k, count(*), sum(x), avg(y) FILTER (WHERE z), list(x ORDER BY t), count(DISTINCT a)"
            + " FROM input GROUP BY k HAVING count(*) > 1 ORDER BY k LIMIT 3",
        "WITH a AS (SELECT * FROM input), b AS (SELECT * FROM a) SELECT * FROM b JOIN a USING (k)",
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 9) FROM n",
        "SELECT a FROM input UNION ALL SELECT b FROM input ORDER BY 1",
        "SELECT * FROM input i, unnest(i.l) u(x), range(3) r(n)",
        "SELECT (SELECT max(a) FROM input), EXISTS (SELECT 1 FROM input WHERE a = o.a) FROM input o",
        "SELECT row_number() OVER (PARTITION BY k ORDER BY t), sum(x) OVER (PARTITION BY k),"
            + " lag(x) OVER w FROM input WINDOW w AS (PARTITION BY k ORDER BY t)"
            + " QUALIFY row_number() OVER (ORDER BY t) = 1",
        "SELECT DISTINCT ON (k) k, x FROM input ORDER BY k, t",
        "SELECT * FROM (VALUES (1, 'a')) v(n, s)",
        "SELECT * FROM input ASOF JOIN input j ON input.t >= j.t",
      })
  void whatDependsOnTheInputAloneMayRun(String sql) {
    assertThatCode(() -> UserQuery.check(sql, INPUT)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT now() FROM input | line 1, column 8: now() is not allowed: its result depends on when",
        "SELECT current_date FROM input | line 1, column 8: current_date is not allowed",
        "SELECT a FROM input WHERE t < CURRENT_TIMESTAMP | column 31: current_timestamp is not",
        "SELECT user FROM input | user is not allowed",
        "SELECT random() FROM input | md5_number(user_id) % 100",
        "SELECT uuid() FROM input | uuid() is not allowed",
        "SELECT hash(a) FROM input | use md5_number or sha256",
        "SELECT approx_count_distinct(a) FROM input | count(DISTINCT ...)",
        "SELECT nextval('s') FROM input | row_number() OVER (ORDER BY ...)",
        "SELECT getvariable('x') FROM input | write the value as a literal",
        "SELECT current_setting('threads') FROM input | current_setting() is not allowed",
        "SELECT no_such_function(a) FROM input | no_such_function() is not allowed",
        "SELECT penstock_row_hash_a(a) FROM input | is not allowed",
        "SELECT main.lower(a) FROM input | write functions without a schema",
        "SELECT a FROM input TABLESAMPLE 10% | a sample is another one every time",
        "SELECT a FROM input USING SAMPLE 10 | a sample is another one every time",
        "SELECT list(a) FROM input | list(x ORDER BY event_time)",
        "SELECT first(a) FROM input | first(x ORDER BY event_time)",
        "SELECT row_number() OVER () FROM input | row_number(...) OVER (ORDER BY ...)",
        "SELECT sum(a) OVER (ROWS 2 PRECEDING) FROM input | sum(...) OVER (ORDER BY ...)",
        "SELECT random() OVER () FROM input | random() is not allowed",
        "SELECT a FROM input LIMIT 3 | add ORDER BY",
        "SELECT DISTINCT ON (a) a, b FROM input | add ORDER BY",
        "SELECT a FROM input ORDER BY random() | random() is not allowed",
        "SELECT a FROM input GROUP BY a HAVING random() > 1 | random() is not allowed",
        "SELECT list_transform(l, lambda x: random()) FROM input | random() is not allowed",
        "SELECT * REPLACE (random() AS a) FROM input | random() is not allowed",
        "SELECT sum(a ORDER BY random()) FROM input | random() is not allowed",
        "SELECT sum(a) FILTER (WHERE random() > 1) FROM input | random() is not allowed",
        "SELECT a FROM other | there is no table \"other\"; a transform reads input",
        "SELECT a FROM main.input | there is no table",
        "SELECT a FROM 'x.parquet' | there is no table \"x.parquet\"",
        "SELECT a FROM duckdb_settings | there is no table",
        "SELECT a FROM input AT (VERSION => 1) | AT is not supported",
        "SELECT * FROM read_csv('x') | read_csv() is not allowed: a transform reads nothing but",
        "SELECT * FROM duckdb_settings() | duckdb_settings() is not allowed",
        "SELECT * FROM query('FROM x') | query() is not allowed",
        "SELECT * FROM input POSITIONAL JOIN input b | rows have no position",
        "SELECT * FROM (PIVOT input ON a IN (1, 2) USING sum(b)) | PIVOT and UNPIVOT are not",
        "PIVOT input ON a USING sum(b) | a transform is one SELECT",
        "DESCRIBE input | DESCRIBE, SHOW and SUMMARIZE are not allowed",
        "SHOW TABLES | DESCRIBE, SHOW and SUMMARIZE are not allowed",
        "SELECT rowid FROM input | rows have no number",
        "SELECT a FROM input WHERE b = ? | a transform has no parameters",
        "SELECT a FROM input WHERE b = $x | a transform has no parameters",
        "SELECT DEFAULT FROM input | DEFAULT has no value here",
        "SELECT 1; SELECT 2 | a transform is one SELECT, but these are several",
        "INSERT INTO input VALUES (1) | a transform is one SELECT",
        "COPY input TO 'x' | a transform is one SELECT",
        "SET threads = 1 | a transform is one SELECT",
        "'' | a transform is one SELECT",
        "SELEC a | syntax error",
        "SELECT a FROM input WHERE | syntax error",
      })
  void whatDoesNotIsRefusedWithAdvice(String sql, String finding) {
    assertThatThrownBy(() -> UserQuery.check(sql, INPUT))
        .isInstanceOfSatisfying(
            PenstockException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.USER);
              assertThat(failure.code()).isEqualTo("bad-transform");
              assertThat(failure.getMessage()).contains(finding);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "SELECT a FROM input | SELECT a FROM input",
        "SELECT a FROM input; | SELECT a FROM input",
        "SELECT a FROM input ;; ; | SELECT a FROM input",
        "SELECT a FROM input; -- that's all; really | SELECT a FROM input",
        "SELECT a FROM input; /* that's; all */ | SELECT a FROM input",
        "SELECT 'x;y' AS a FROM input; | SELECT 'x;y' AS a FROM input",
        "SELECT e'x\\';y' AS a FROM input; | SELECT e'x\\';y' AS a FROM input",
        "SELECT $q$;$q$ AS \"a;b\" FROM input; | SELECT $q$;$q$ AS \"a;b\" FROM input",
        "SELECT $$;$$ AS a FROM input -- end | SELECT $$;$$ AS a FROM input -- end",
        "SELECT /* a; b */ a FROM input; | SELECT /* a; b */ a FROM input",
        "\"SELECT a -- x; y\n FROM input;\" | \"SELECT a -- x; y\n FROM input\"",
      })
  void endsBeforeItsSemicolon(String sql, String statement) {
    assertThat(UserQuery.check(sql, INPUT).statement()).isEqualTo(statement);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a FROM input; SELECT b FROM input",
        "SELECT a FROM input; DROP TABLE output",
        "SELECT a FROM input; -- and\nSELECT b FROM input",
        "SELECT a FROM input; x",
      })
  void hasNothingAfterItsSemicolon(String sql) {
    assertThatThrownBy(() -> UserQuery.check(sql, INPUT))
        .isInstanceOf(PenstockException.class)
        .extracting("code")
        .isEqualTo("bad-transform");
  }

  @Test
  void everyFindingIsNamedAtOnceWithItsPlace() {
    assertThatThrownBy(
            () -> UserQuery.check("SELECT 'ü🛬', now(),\n  random()\nFROM other\nLIMIT 3", INPUT))
        .hasMessageContainingAll(
            "line 1, column 15: now()", "line 2, column 3: random()", "line 3, column 6: there is")
        .hasMessageContaining("add ORDER BY");
  }

  @Test
  void aCommonTableSeesOnlyThoseBeforeIt() {
    assertThatThrownBy(() ->
            UserQuery.check(
                "WITH duckdb_settings AS (SELECT * FROM duckdb_settings) FROM duckdb_settings",
                INPUT))
        .hasMessageContaining("there is no table \"duckdb_settings\"");
    assertThatThrownBy(() -> UserQuery.check("SELECT (WITH x AS (SELECT 1) FROM x) FROM x", INPUT))
        .hasMessageContaining("there is no table \"x\"");
  }

  static List<String> tooLongOrDeep() {
    return List.of(
        "SELECT " + "(1+".repeat(20_000) + "1" + ")".repeat(20_000) + " FROM input",
        "SELECT " + "(".repeat(20_000),
        "FROM " + "(FROM ".repeat(14_000) + "input" + ")".repeat(14_000),
        "SELECT " + "[".repeat(40_000) + "1" + "]".repeat(40_000) + " FROM input",
        "SELECT " + "abs(".repeat(15_000) + "1" + ")".repeat(15_000) + " FROM input",
        "SELECT " + "EXISTS(FROM ".repeat(7_000) + "input" + ")".repeat(7_000) + " FROM input",
        "SELECT " + "NOT ".repeat(20_000) + "a FROM input",
        "SELECT " + "- ".repeat(20_000) + "a FROM input",
        "SELECT " + "CASE WHEN ".repeat(9_000) + "a FROM input",
        "SELECT a" + " + a".repeat(2_000) + " FROM input",
        "SELECT a" + "::INT".repeat(15_000) + " FROM input",
        "FROM input" + " JOIN input".repeat(4_000) + " ON true".repeat(4_000),
        "SELECT '" + "x".repeat(100_000) + "' FROM input");
  }

  /** DuckDB's parser ends the process on some of these, and takes minutes for others. */
  @ParameterizedTest
  @MethodSource("tooLongOrDeep")
  void sqlThatIsTooLongOrDeepIsTheUsersToChange(String sql) {
    assertThatThrownBy(() -> UserQuery.check(sql, INPUT))
        .isInstanceOfSatisfying(
            PenstockException.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.USER));
  }

  @Test
  void sqlMayBeLongAndWide() {
    String columns = "(a + 1) AS b, ".repeat(1_000);

    assertThat(UserQuery.check("SELECT " + columns + "a FROM input", INPUT).rowWise()).isTrue();
    assertThatCode(() -> UserQuery.check("SELECT 1" + " UNION SELECT 1".repeat(200), INPUT))
        .doesNotThrowAnyException();
  }

  @Test
  void sqlHoldsNoNulCharacter() {
    assertThatThrownBy(() -> UserQuery.check("SELECT a\0 FROM input", INPUT))
        .hasMessageContaining("write chr(0)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT event_time, origin, delay > 15 AS delayed FROM input",
        "SELECT * FROM input",
        "SELECT i.* EXCLUDE (a), a + 1 AS a FROM input AS i WHERE b LIKE 'x%'",
        "SELECT * REPLACE (upper(b) AS b) FROM input",
        "SELECT CASE WHEN a > 1 THEN b END, extract(year FROM t), t + INTERVAL '1' HOUR FROM input",
        "SELECT list_sum(list_transform(l, lambda x: x + 1)), s.f FROM input",
        "SELECT a FROM input;",
      })
  void oneRowForOneRowIsRowWise(String sql) {
    assertThat(UserQuery.check(sql, INPUT).rowWise()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM input",
        "SELECT a FROM input GROUP BY a",
        "SELECT a FROM input GROUP BY ALL",
        "SELECT DISTINCT a FROM input",
        "SELECT a FROM input ORDER BY a",
        "SELECT a FROM input ORDER BY a LIMIT 1",
        "SELECT sum(a) OVER () FROM input",
        "SELECT a FROM input QUALIFY row_number() OVER (ORDER BY a) = 1",
        "SELECT unnest(l) FROM input",
        "SELECT a FROM input, range(2)",
        "SELECT a FROM input JOIN input j USING (a)",
        "SELECT a FROM input WHERE a IN (SELECT b FROM input)",
        "SELECT (SELECT 1) FROM input",
        "SELECT a FROM (SELECT a FROM input)",
        "WITH c AS (SELECT 1) SELECT a FROM input",
        "SELECT a FROM input UNION ALL SELECT a FROM input",
        "SELECT 1",
        "SELECT COLUMNS('a.*') FROM input",
        "SELECT * LIKE 'a%' FROM input",
        "SELECT * ILIKE 'a%' FROM input",
        "SELECT s.* FROM input",
        "SELECT input FROM input",
        "SELECT i FROM input AS i",
        "SELECT #1 FROM input",
        "SELECT a FROM input AS i(a, b)",
        "SELECT sum(a) FILTER (WHERE b) + 1 FROM input",
        "FROM (VALUES (1)) v(a)",
      })
  void whatLooksAtOtherRowsIsNot(String sql) {
    assertThat(UserQuery.check(sql, INPUT).rowWise()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT a + 1 AS b FROM input WHERE a > 1 | 3,t2,0,12 4,t3,1,13",
        "SELECT * FROM input | 1,x,t1,0,11 2,y,t2,0,12 3,z,t3,1,13",
        "SELECT * EXCLUDE (n) FROM input WHERE a <> 2 | 1,t1,0,11 3,t3,1,13",
        "SELECT i.n, i.* REPLACE (a * 2 AS a) FROM input i WHERE n = 'y' | y,4,y,t2,0,12",
        "SELECT 'partition' AS p FROM input WHERE a = 1 | partition,t1,0,11",
        "FROM input SELECT a AS event_time WHERE a = 3 -- end | 3,t3,1,13",
      })
  void hiddenColumnsTravelThroughARowWiseQuery(String sql, String rows) {
    try (EngineSession session = EngineSessions.open(root)) {
      session.execute(
          "CREATE TABLE input AS FROM (VALUES (1, 'x', 't1', 0, 11), (2, 'y', 't2', 0, 12),"
              + " (3, 'z', 't3', 1, 13)) t(a, n, topic_id, partition, \"offset\")");
      String travelling =
          UserQuery.check(sql, INPUT).withColumns(List.of("topic_id", "partition", "offset"));

      assertThat(
              session.queryRows(
                  travelling,
                  row -> {
                    StringBuilder text = new StringBuilder(row.getString(1));
                    for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
                      text.append(',').append(row.getString(i));
                    }
                    return text.toString();
                  }))
          .containsExactly(rows.split(" "));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT origin_offset FROM input",
        "SELECT input.ORIGIN_OFFSET FROM input",
        "SELECT a AS origin_offset FROM input",
        "SELECT * EXCLUDE (origin_offset) FROM input",
        "SELECT a FROM input WHERE origin_offset > 1",
      })
  void hiddenColumnsCannotBeNamed(String sql) {
    UserQuery query = UserQuery.check(sql, INPUT);

    assertThatThrownBy(() -> query.withColumns(List.of("origin_offset")))
        .isInstanceOf(PenstockException.class)
        .hasMessageContaining("reserved");
  }

  @Test
  void columnsDoNotTravelThroughOtherQueries() {
    UserQuery query = UserQuery.check("SELECT count(*) FROM input", INPUT);

    assertThatThrownBy(() -> query.withColumns(List.of("offset")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void everyAllowedFunctionExistsAndDependsOnItsArgumentsAlone() {
    // These are the parser's: it turns them into something else.
    Set<String> syntax = Set.of("unnest", "count_star", "position", "overlay");
    try (EngineSession session = EngineSessions.open(root)) {
      Set<String> consistent =
          Set.copyOf(
              session.queryRows(
                  "SELECT DISTINCT lower(function_name) FROM duckdb_functions()"
                      + " WHERE coalesce(stability, 'CONSISTENT') = 'CONSISTENT'"
                      + " EXCEPT SELECT function_name FROM duckdb_functions()"
                      + " WHERE stability <> 'CONSISTENT'",
                  row -> row.getString(1)));
      for (Set<String> group :
          List.of(
              AllowedFunctions.SCALARS,
              AllowedFunctions.AGGREGATES,
              AllowedFunctions.ORDERED_AGGREGATES,
              AllowedFunctions.TABLES)) {
        assertThat(group.stream().filter(name -> !syntax.contains(name)))
            .isNotEmpty()
            .allMatch(consistent::contains);
      }
    }
  }
}
