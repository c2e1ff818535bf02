package io.penstock.lake.engine;

import java.util.regex.Pattern;

/**
 * How deeply the brackets of an SQL text are nested at most, found without parsing it: DuckDB's
 * parser recurses, and some thousand brackets end the process or keep it busy for minutes.
 *
 * <p>The answer is never too small. Opening brackets always count, in strings and comments too; a
 * closing one counts only where it cannot be part of a string or a comment.
 */
final class SqlNesting {
  /** Far more than anybody writes, far fewer than the parser can bear. */
  static final int DEPTH_MAX = 200;

  /** Quoting whose end is not obvious: {@code e'\''}, {@code $tag$}, nested comments. */
  private static final Pattern INTRICATE = Pattern.compile("\\\\'|\\$\\w*\\$|/\\*");

  private final String sql;
  private final boolean plain;
  private int depth;
  private int depthMax;

  private SqlNesting(String sql) {
    this.sql = sql;
    this.plain = !INTRICATE.matcher(sql).find();
  }

  /** An upper bound of the depth of nesting. */
  static int depth(String sql) {
    SqlNesting nesting = new SqlNesting(sql);
    nesting.scan();
    return nesting.depthMax;
  }

  private void scan() {
    // The character that ends what the scan is in, or 0 outside of strings and comments.
    char end = 0;
    for (int index = 0; index < sql.length(); index++) {
      char c = sql.charAt(index);
      count(c, end == 0 && plain);
      if (end != 0) {
        end = c == end ? 0 : end;
      } else if (c == '\'' || c == '"') {
        end = c;
      } else if (c == '-' && sql.startsWith("--", index)) {
        end = '\n';
      }
    }
  }

  private void count(char c, boolean closes) {
    if (c == '(' || c == '[' || c == '{') {
      depth++;
      depthMax = Math.max(depthMax, depth);
    } else if (closes && depth > 0 && (c == ')' || c == ']' || c == '}')) {
      depth--;
    }
  }
}
