package io.penstock.lake.engine;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Quoting: how names and values that others chose get into SQL text. */
public final class Sql {
  private Sql() {}

  /**
   * A name of a column or table, always quoted.
   *
   * @throws IllegalArgumentException if the name is empty or holds a NUL character, which DuckDB's
   *     parser takes for the end of the text
   */
  public static String identifier(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a name in SQL is not empty and holds no NUL character");
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Several names, quoted, with commas between them. */
  public static String identifiers(Collection<String> names) {
    return names.stream().map(Sql::identifier).collect(Collectors.joining(", "));
  }

  /** A text value; NUL characters are spliced in, because the parser would stop at them. */
  public static String literal(String text) {
    if (text.indexOf('\0') >= 0) {
      return "(" + quoted(text).replace("\0", "' || chr(0) || '") + ")";
    }
    return quoted(text);
  }

  /** A path as a text value. */
  public static String literal(Path path) {
    return literal(path.toString());
  }

  /** A BLOB value. */
  public static String literal(byte[] bytes) {
    return "from_hex('" + HexFormat.of().formatHex(bytes) + "')";
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
