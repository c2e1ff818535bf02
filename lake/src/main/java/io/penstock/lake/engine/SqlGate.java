package io.penstock.lake.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Walks the whole syntax tree of a query and finds everything that a user's SQL may not do. What it
 * does not know is refused, so that a new kind of node in DuckDB is a finding, not a hole.
 */
final class SqlGate {
  private static final Set<String> EXPRESSIONS =
      Set.of(
          "BETWEEN",
          "CASE",
          "CAST",
          "COLLATE",
          "COLUMN_REF",
          "COMPARISON",
          "CONJUNCTION",
          "CONSTANT",
          "FUNCTION",
          "LAMBDA",
          "OPERATOR",
          "POSITIONAL_REFERENCE",
          "STAR",
          "SUBQUERY",
          "TYPE",
          "WINDOW");
  private static final Set<String> STRUCTURES =
      Set.of(
          "ASCENDING",
          "BASE_TABLE",
          "DESCENDING",
          "DISTINCT_MODIFIER",
          "EMPTY",
          "EXPRESSION_LIST",
          "JOIN",
          "LIMIT_MODIFIER",
          "ORDER_ASCENDING",
          "ORDER_DEFAULT",
          "ORDER_DESCENDING",
          "ORDER_MODIFIER",
          "RECURSIVE_CTE_NODE",
          "SELECT_NODE",
          "SET_OPERATION_NODE",
          "SUBQUERY",
          "TABLE_FUNCTION");

  private final Set<String> tables = new HashSet<>();
  private final SqlFindings findings;
  private final FunctionGate functions;

  /**
   * @param tables the tables that may be read, in any case
   */
  SqlGate(Set<String> tables, SqlFindings findings) {
    tables.forEach(table -> this.tables.add(lower(table)));
    this.findings = findings;
    this.functions = new FunctionGate(findings);
  }

  /** Finds what is wrong in a query node and everything below it. */
  void check(JsonNode query) {
    visit(query, tables);
  }

  private void visit(JsonNode node, Set<String> visible) {
    if (node.isArray()) {
      node.forEach(child -> visit(child, visible));
    } else if (node.isObject()) {
      Set<String> inner = withCommonTables(node, visible);
      checkNode(node, inner);
      for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
        Map.Entry<String, JsonNode> field = fields.next();
        if (!field.getKey().equals("cte_map")) {
          visit(field.getValue(), inner);
        }
      }
    }
  }

  /** A common table sees those before it, and itself only if it is recursive. */
  private Set<String> withCommonTables(JsonNode node, Set<String> visible) {
    JsonNode commonTables = node.path("cte_map").path("map");
    if (commonTables.isEmpty()) {
      return visible;
    }
    Set<String> inner = new HashSet<>(visible);
    for (JsonNode entry : commonTables) {
      String name = lower(entry.path("key").asText());
      JsonNode definition = entry.path("value");
      boolean recursive =
          definition.path("query_node").path("type").asText().equals("RECURSIVE_CTE_NODE");
      Set<String> seen = new HashSet<>(inner);
      if (recursive) {
        seen.add(name);
      }
      visit(definition, seen);
      inner.add(name);
    }
    return inner;
  }

  private void checkNode(JsonNode node, Set<String> visible) {
    String expression = node.path("class").asText("");
    String type = node.path("type").asText("");
    if (!expression.isEmpty()) {
      checkExpression(node, expression);
    } else if (!type.isEmpty()) {
      checkStructure(node, type, visible);
    }
    if (node.path("sample").isObject()) {
      findings.add(
          node,
          "a sample is another one every time; keep rows by a key, as in WHERE md5_number(id) % 10"
              + " = 0");
    }
  }

  private void checkExpression(JsonNode node, String expression) {
    switch (expression) {
      case "FUNCTION" -> functions.checkCall(node);
      case "WINDOW" -> functions.checkWindow(node);
      case "COLUMN_REF" -> checkColumn(node);
      case "PARAMETER" ->
          findings.add(node, "a transform has no parameters; write the value as a literal");
      case "DEFAULT" -> findings.add(node, "DEFAULT has no value here; write the value");
      default -> {
        if (!EXPRESSIONS.contains(expression)) {
          findings.add(node, "expressions of the kind " + expression + " are not supported");
        }
      }
    }
  }

  private void checkColumn(JsonNode node) {
    JsonNode names = node.path("column_names");
    String name = lower(names.path(names.size() - 1).asText());
    if (names.size() == 1 && FunctionAdvice.VALUE_FUNCTIONS.contains(name)) {
      findings.add(
          node,
          String.format(
              "%s is not allowed: %s. If it is a column, write input.%s",
              name, FunctionAdvice.valueFunction(name), name));
    }
    if (name.equals("rowid")) {
      findings.add(
          node, "rowid is not allowed: rows have no number; use row_number() OVER (ORDER BY ...)");
    }
  }

  private void checkStructure(JsonNode node, String type, Set<String> visible) {
    switch (type) {
      case "BASE_TABLE" -> checkTable(node, visible);
      case "TABLE_FUNCTION" -> functions.checkTableFunction(node.path("function"));
      case "JOIN" -> checkJoin(node);
      case "SHOW_REF" ->
          findings.add(node, "DESCRIBE, SHOW and SUMMARIZE are not allowed; write a SELECT");
      case "PIVOT" ->
          findings.add(
              node, "PIVOT and UNPIVOT are not supported; use sum(x) FILTER (WHERE kind = 'a')");
      default -> {
        if (!STRUCTURES.contains(type)) {
          findings.add(node, "a query of the kind " + type + " is not supported");
        }
      }
    }
    checkModifiers(node);
  }

  private void checkTable(JsonNode node, Set<String> visible) {
    String name = node.path("table_name").asText();
    boolean qualified =
        !node.path("schema_name").asText("").isEmpty()
            || !node.path("catalog_name").asText("").isEmpty()
            || node.path("qualified_name").path("path").size() > 1;
    if (qualified || !visible.contains(lower(name))) {
      findings.add(
          node,
          String.format(
              "there is no table \"%s\"; a transform reads %s", name, String.join(", ", tables)));
    }
    if (node.path("at_clause").isObject()) {
      findings.add(node, "AT is not supported; a transform reads the rows of its window");
    }
  }

  private void checkJoin(JsonNode node) {
    if (node.path("ref_type").asText().equals("POSITIONAL")) {
      findings.add(node, "POSITIONAL JOIN is not allowed: rows have no position; join by a key");
    }
  }

  private void checkModifiers(JsonNode node) {
    boolean ordered = false;
    boolean cut = false;
    for (JsonNode modifier : node.path("modifiers")) {
      String type = modifier.path("type").asText();
      ordered |= type.equals("ORDER_MODIFIER");
      cut |= type.startsWith("LIMIT") || !modifier.path("distinct_on_targets").isEmpty();
    }
    if (cut && !ordered) {
      findings.add(
          node, "LIMIT and DISTINCT ON keep arbitrary rows without an order; add ORDER BY");
    }
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
