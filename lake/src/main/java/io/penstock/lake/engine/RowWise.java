package io.penstock.lake.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Recognises queries that make at most one row of each input row, looking at no other: one SELECT
 * over one table with expressions and a WHERE, nothing else. Through those, an origin can travel.
 */
final class RowWise {
  private static final Set<String> OTHER_ROWS =
      Set.of("SUBQUERY", "WINDOW", "POSITIONAL_REFERENCE");
  private static final Set<String> OTHER_ROWS_OPERATORS =
      Set.of("GROUPING_FUNCTION", "OPERATOR_UNPACK");

  private final JsonNode select;
  private final String table;

  private RowWise(JsonNode select) {
    this.select = select;
    this.table = table(select);
  }

  /** Whether a query node that passed the gate is row-wise. */
  static boolean is(JsonNode query) {
    return query.path("type").asText().equals("SELECT_NODE") && new RowWise(query).holds();
  }

  /** The name by which the columns of a SELECT's one table are qualified. */
  static String table(JsonNode select) {
    JsonNode from = select.path("from_table");
    String alias = from.path("alias").asText("");
    return alias.isEmpty() ? from.path("table_name").asText() : alias;
  }

  private boolean holds() {
    return oneTable() && nothingElse() && selectsRows() && perRow(select.path("where_clause"));
  }

  private boolean oneTable() {
    JsonNode from = select.path("from_table");
    return from.path("type").asText().equals("BASE_TABLE")
        && from.path("column_name_alias").isEmpty();
  }

  private boolean nothingElse() {
    return select.path("modifiers").isEmpty()
        && select.path("cte_map").path("map").isEmpty()
        && select.path("group_expressions").isEmpty()
        && select.path("group_sets").isEmpty()
        && select.path("aggregate_handling").asText().equals("STANDARD_HANDLING")
        && !select.path("having").isObject()
        && !select.path("qualify").isObject();
  }

  private boolean selectsRows() {
    for (JsonNode item : select.path("select_list")) {
      boolean star = item.path("class").asText().equals("STAR");
      if (!(star ? allColumns(item) : perRow(item))) {
        return false;
      }
    }
    return true;
  }

  /** A star that stands for the table's columns; what it replaces is per row too. */
  private boolean allColumns(JsonNode star) {
    String relation = star.path("relation_name").asText("");
    return !star.path("columns").asBoolean()
        && !star.path("expr").isObject()
        && (relation.isEmpty() || relation.equalsIgnoreCase(table))
        && perRow(star.path("replace_list"));
  }

  private boolean perRow(JsonNode node) {
    if (node.isObject() && !perRowItself(node)) {
      return false;
    }
    for (JsonNode child : node) {
      if (!perRow(child)) {
        return false;
      }
    }
    return true;
  }

  private boolean perRowItself(JsonNode node) {
    return switch (node.path("class").asText("")) {
      case "FUNCTION" -> {
        String name = FunctionGate.name(node);
        yield !AllowedFunctions.isAggregate(name) && !name.equals("unnest");
      }
      case "OPERATOR" -> !OTHER_ROWS_OPERATORS.contains(node.path("type").asText());
      // A star inside an expression stands for several expressions.
      case "STAR" -> false;
      case "COLUMN_REF" -> !isWholeRow(node);
      case String other -> !OTHER_ROWS.contains(other);
    };
  }

  /** The table's name alone is a struct of all of its columns, hidden ones too. */
  private boolean isWholeRow(JsonNode column) {
    JsonNode names = column.path("column_names");
    return names.size() == 1 && names.path(0).asText().equalsIgnoreCase(table);
  }
}
