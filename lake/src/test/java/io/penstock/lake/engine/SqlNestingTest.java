package io.penstock.lake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SqlNestingTest {
  static Stream<Arguments> depths() {
    return Stream.of(
        Arguments.of("SELECT a", 0),
        Arguments.of("SELECT (a), (b)", 1),
        Arguments.of("SELECT f([{'x': (a)}])", 4),
        Arguments.of("(((", 3),
        Arguments.of(")))()", 1),
        // Brackets that close in a string or comment close nothing.
        Arguments.of("(')' (')' (", 3),
        Arguments.of("(\")\" (\")\" (", 3),
        Arguments.of("( -- )\n ( -- )\n (", 3),
        // Where these end is not obvious, so nothing closes.
        Arguments.of("(a) e'\\')' (b) (c)", 3),
        Arguments.of("(a) $x$ ) $x$ (b)", 2),
        Arguments.of("(a) /* ) */ (b)", 2),
        Arguments.of("('(((')", 4));
  }

  @ParameterizedTest
  @MethodSource("depths")
  void isNeverTooSmall(String sql, int depth) {
    assertThat(SqlNesting.depth(sql)).isEqualTo(depth);
  }
}
