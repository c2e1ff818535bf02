package io.penstock.lake.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.contracts.failure.PenstockException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * An SQL expression that a user wrote, such as the upgrade of a field from an old schema version,
 * after the check that it depends on the columns of its row and on nothing else.
 *
 * @param sql the expression in parentheses, to be put into a query
 */
public record UserExpression(String sql) {
  /** The code of every failure of the check. */
  public static final String BAD_EXPRESSION = "bad-expression";

  private static final String PREFIX = "SELECT (";
  private static final String TABLE = "input";

  /**
   * Checks an expression.
   *
   * @param columns the names of the columns that it may use, in any case
   * @throws PenstockException USER {@code bad-expression} with every finding on a line of its own
   */
  public static UserExpression check(String expression, Set<String> columns) {
    SqlFindings findings = new SqlFindings(PREFIX, expression);
    // A comment at the end of the expression ends with its line.
    String query = PREFIX + expression + "\n) FROM " + TABLE;
    JsonNode tree = UserQuery.parse(query, expression, findings, BAD_EXPRESSION);
    JsonNode select = tree.path("statements").path(0).path("node");
    if (tree.path("statements").size() != 1
        || select.path("select_list").size() != 1
        || !RowWise.table(select).equals(TABLE)
        || isNothing(select.path("select_list").path(0))) {
      findings.add(-1, "an upgrade is one expression");
      findings.throwIfAny(BAD_EXPRESSION);
    }
    new SqlGate(Set.of(TABLE), findings).check(select);
    if (!RowWise.is(select) || hasStar(select)) {
      findings.add(
          -1, "an upgrade depends on its own row: no aggregates, windows, subqueries, or *");
    }
    checkColumns(select.path("select_list"), lower(columns), columns, findings);
    findings.throwIfAny(BAD_EXPRESSION);
    return new UserExpression("(" + expression + "\n)");
  }

  /** Empty parentheses are a row without fields. */
  private static boolean isNothing(JsonNode item) {
    return item.path("function_name").asText("").equals("row") && item.path("arguments").isEmpty();
  }

  private static boolean hasStar(JsonNode select) {
    return select.path("select_list").path(0).path("class").asText().equals("STAR");
  }

  private static Set<String> lower(Set<String> names) {
    Set<String> lower = new HashSet<>();
    names.forEach(name -> lower.add(SqlGate.lower(name)));
    return lower;
  }

  private static void checkColumns(
      JsonNode node, Set<String> visible, Set<String> columns, SqlFindings findings) {
    if (node.path("class").asText("").equals("LAMBDA")) {
      Set<String> inner = new HashSet<>(visible);
      addNames(node.path("lhs"), inner);
      checkColumns(node.path("expr"), inner, columns, findings);
      return;
    }
    if (node.path("class").asText("").equals("COLUMN_REF")) {
      String name = node.path("column_names").path(0).asText();
      if (!visible.contains(SqlGate.lower(name))) {
        findings.add(node, "there is no field " + name + "; there are " + new TreeSet<>(columns));
      }
    }
    node.forEach(child -> checkColumns(child, visible, columns, findings));
  }

  /** The parameters of a lambda. */
  private static void addNames(JsonNode node, Set<String> names) {
    if (node.path("class").asText("").equals("COLUMN_REF")) {
      names.add(SqlGate.lower(node.path("column_names").path(0).asText()));
    }
    node.forEach(child -> addNames(child, names));
  }
}
