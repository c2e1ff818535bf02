package io.penstock.checkpoint.expectation;

import io.penstock.lake.engine.Sql;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression in the dialect of RE2, which the engine compiles once and which never
 * backtracks. It differs from Python's in this: there is no look-ahead, look-behind, back
 * reference, possessive quantifier or atomic group (an error when the suite is read); {@code $}
 * matches at the very end alone, not before a final line break; {@code \d}, {@code \w}, {@code \s}
 * and {@code \b} know ASCII alone. Its {@code \Z}, and characters by number, are written for it.
 *
 * @param pattern the expression
 */
public record Regex(String pattern) {
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^uU])", Pattern.DOTALL);

  /** Takes an expression; one that RE2 does not accept is a problem. */
  public static Regex read(Kwargs kwargs, String kwarg, String pattern) {
    String translated = translated(pattern);
    Optional<String> error = EngineSyntax.regexError(translated);
    error.ifPresent(message ->
        kwargs.problem(
            kwarg, "'%s' is not a regular expression of RE2: %s".formatted(pattern, message)));
    return new Regex(translated);
  }

  /** What RE2 only spells otherwise. */
  private static String translated(String pattern) {
    return ESCAPE
        .matcher(pattern)
        .replaceAll(escape ->
            Matcher.quoteReplacement(
                switch (escape.group().charAt(1)) {
                  case 'Z' -> "\\z";
                  case 'u', 'U' -> "\\x{" + escape.group().substring(2) + "}";
                  default -> escape.group();
                }));
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
