package io.penstock.lake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.contracts.failure.FailureKind;
import io.penstock.contracts.failure.PenstockException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserExpressionTest {
  private static final Set<String> COLUMNS = Set.of("session_id", "Timestamp", "tags");

  @TempDir static Path root;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "session_id | s1",
        "upper(SESSION_ID) -- comment | S1",
        "strftime(to_timestamp(timestamp), '%Y-%m-%d') | 2001-09-09",
        "list_transform(tags, lambda t: concat(t, session_id))[1] | as1",
        "CASE WHEN session_id IS NULL THEN 'none' ELSE 'x)' END | x)",
      })
  void anExpressionOverTheRowMayRun(String expression, String value) {
    UserExpression checked = UserExpression.check(expression, COLUMNS);
    try (EngineSession session = EngineSessions.open(root)) {
      assertThat(
              session.queryText(
                  "SELECT "
                      + checked.sql()
                      + "::VARCHAR FROM (SELECT 's1' AS session_id, 1000000000 AS timestamp,"
                      + " ['a'] AS tags)"))
          .isEqualTo(value);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " -- nothing",
        "session_id, tags) FROM input --",
        "session_id), (tags",
        "session_id) FROM input; SELECT (tags",
        "session_id) FROM input UNION SELECT (tags",
        "session_id) FROM other WHERE (true",
        "other",
        "now()",
        "current_date",
        "count(*)",
        "sum(timestamp) OVER ()",
        "(SELECT 1)",
        "unnest(tags)",
        "*",
        "COLUMNS('.*')",
        "input",
        "?",
        "random()",
        "list_transform(tags, lambda t: u)",
      })
  void anythingElseIsRefused(String expression) {
    assertThatThrownBy(() -> UserExpression.check(expression, COLUMNS))
        .isInstanceOfSatisfying(
            PenstockException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.USER);
              assertThat(failure.code()).isEqualTo("bad-expression");
            });
  }

  @Test
  void everyFindingIsNamedAtOnceWithItsPlace() {
    assertThatThrownBy(() -> UserExpression.check("other || random()\n|| uuid()", COLUMNS))
        .hasMessageContainingAll(
            "line 1, column 1: there is no field other; there are [Timestamp, session_id, tags]",
            "line 1, column 10: random()",
            "line 2, column 4: uuid()");
  }
}
