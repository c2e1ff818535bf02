package io.penstock.checkpoint.expectation.map;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.checkpoint.expectation.Column;
import io.penstock.checkpoint.expectation.ColumnKind;
import io.penstock.checkpoint.expectation.Kwargs;
import io.penstock.lake.engine.Sql;
import java.util.Optional;

/**
 * A pattern of SQL's LIKE: {@code %} is any text, {@code _} any character; upper and lower case
 * differ.
 *
 * @param pattern the pattern
 * @param escape the character that takes the meaning from the next one, if there is one
 */
record LikePattern(String pattern, Optional<String> escape) {

  static LikePattern read(Kwargs kwargs, String pattern) {
    Optional<String> escape = kwargs.value("escape").map(JsonNode::asText);
    if (escape.isPresent() && escape.get().length() != 1) {
      kwargs.problem("escape", "must be one character, not '%s'".formatted(escape.get()));
    }
    return new LikePattern(pattern, escape);
  }

  /** SQL predicate: whether it matches the whole value, seen as text. */
  String matches(Column column) {
    String value =
        column.kind() == ColumnKind.TEXT ? column.sql() : "CAST(" + column.sql() + " AS VARCHAR)";
    return value
        + " LIKE "
        + Sql.literal(pattern)
        + escape.map(character -> " ESCAPE " + Sql.literal(character)).orElse("");
  }
}
