package io.penstock.lake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTest {
  @TempDir static Path root;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "select",
        "it's",
        "say \"x\"",
        "a\\x41\\n",
        "; DROP TABLE t --",
        "/* x",
        "$$",
        "ı İ ß 🛬",
        "line\nbreak",
        " ",
      })
  void anyTextIsANameAndAValue(String text) {
    try (EngineSession session = EngineSessions.open(root)) {
      assertThat(session.queryText("SELECT " + Sql.literal(text))).isEqualTo(text);
      assertThat(session.columns("SELECT 1 AS " + Sql.identifier(text)))
          .containsExactly(new Column(text, "INTEGER"));
    }
  }

  @Test
  void aValueMayHoldNulCharacters() {
    try (EngineSession session = EngineSessions.open(root)) {
      assertThat(session.queryText("SELECT " + Sql.literal("\0a'\0\0b\0")))
          .isEqualTo("\0a'\0\0b\0");
      assertThat(session.queryLong("SELECT length(" + Sql.literal("\0") + ")")).isEqualTo(1);
    }
  }

  @Test
  void aNameMayNot() {
    assertThatThrownBy(() -> Sql.identifier("a\0b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sql.identifier("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bytesAreABlob() {
    try (EngineSession session = EngineSessions.open(root)) {
      String blob = Sql.literal(new byte[] {0, 39, (byte) 0xff});

      assertThat(session.queryText("SELECT hex(" + blob + ")")).isEqualTo("0027FF");
      assertThat(session.queryText("SELECT typeof(" + blob + ")")).isEqualTo("BLOB");
      assertThat(session.queryLong("SELECT octet_length(" + Sql.literal(new byte[0]) + ")"))
          .isZero();
    }
  }

  @Test
  void namesAreJoinedWithCommas() {
    assertThat(Sql.identifiers(List.of("a", "b\"c"))).isEqualTo("\"a\", \"b\"\"c\"");
  }
}
