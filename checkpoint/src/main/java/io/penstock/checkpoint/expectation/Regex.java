package io.penstock.checkpoint.expectation;

import io.penstock.lake.engine.Sql;
import java.util.Optional;

/**
 * A regular expression in the dialect of RE2, which the engine compiles once and which never
 * backtracks. It differs from Python's in this: there is no look-ahead, look-behind, back
 * reference, possessive quantifier or atomic group (an error when the suite is read); {@code $}
 * matches at the very end alone, not before a final line break; {@code \d}, {@code \w}, {@code \s}
 * and {@code \b} know ASCII alone.
 *
 * @param pattern the expression
 */
public record Regex(String pattern) {

  /** Takes an expression; one that RE2 does not accept is a problem. */
  public static Regex read(Kwargs kwargs, String kwarg, String pattern) {
    Optional<String> error = EngineSyntax.regexError(pattern);
    error.ifPresent(message ->
        kwargs.problem(
            kwarg, "'%s' is not a regular expression of RE2: %s".formatted(pattern, message)));
    return new Regex(pattern);
  }

  /** SQL predicate: whether it is found anywhere in the column's value, seen as text. */
  public String foundIn(Column column) {
    return "regexp_matches(" + asText(column) + ", " + Sql.literal(pattern) + ")";
  }

  private static String asText(Column column) {
    return column.kind() == ColumnKind.TEXT
        ? column.sql()
        : "CAST(" + column.sql() + " AS VARCHAR)";
  }
}
