package io.penstock.lake.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.json.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * SQL that a user wrote, after the check that it may run: exactly one SELECT, which reads only the
 * tables that it is given, and calls only functions whose results depend on their arguments.
 *
 * <p>The check is of the text alone. Whether the columns exist and the types fit shows when the
 * query is bound.
 */
public final class UserQuery {
  /** The code of every failure of the check. */
  public static final String BAD_TRANSFORM = "bad-transform";

  private static final int LENGTH_MAX = 100_000;

  /** Each is a text to parse; far more than anybody writes. */
  private static final int SEMICOLONS_MAX = 100;

  private static final String TOO_DEEP = "the SQL is nested too deeply; simplify it";

  private final String statement;
  private final JsonNode tree;
  private final boolean rowWise;

  private UserQuery(String statement, JsonNode tree) {
    this.statement = statement;
    this.tree = tree;
    this.rowWise = RowWise.is(query(tree)) && printsFaithfully(tree);
  }

  /**
   * Checks a query.
   *
   * @param tables the names of the tables that it may read
   * @throws PenstockException USER {@code bad-transform} with every finding on a line of its own,
   *     where it stands and what to write instead
   */
  public static UserQuery check(String sql, Set<String> tables) {
    SqlFindings findings = new SqlFindings("", sql);
    JsonNode tree = parse(sql, sql, findings, BAD_TRANSFORM);
    if (tree.path("statements").size() != 1) {
      findings.add(-1, "a transform is one SELECT, but these are several; keep one");
    }
    SqlGate gate = new SqlGate(tables, findings);
    tree.path("statements").forEach(statement -> gate.check(statement.path("node")));
    findings.throwIfAny(BAD_TRANSFORM);
    String statement = statement(sql, tree);
    if (statement.isEmpty()) {
      findings.add(-1, "a transform ends where its SELECT does; remove what follows the semicolon");
      findings.throwIfAny(BAD_TRANSFORM);
    }
    return new UserQuery(statement, tree);
  }

  /**
   * The text up to the semicolon that ends it, so that it can stand in parentheses; empty if that
   * is not to be found. What is a string or a comment DuckDB says: of the texts up to a semicolon
   * it is the first that has the same tree.
   */
  private static String statement(String sql, JsonNode tree) {
    int tried = 0;
    for (int end = sql.indexOf(';'); end >= 0; end = sql.indexOf(';', end + 1)) {
      if (++tried > SEMICOLONS_MAX) {
        return "";
      }
      String candidate = sql.substring(0, end).strip();
      if (standsFor(candidate, tree)) {
        return candidate;
      }
    }
    String whole = sql.strip();
    return standsFor(whole, tree) ? whole : "";
  }

  /** Whether a text has this tree, and can stand in parentheses. */
  private static boolean standsFor(String candidate, JsonNode tree) {
    try {
      JsonNode parsed = SqlParser.parse(candidate);
      JsonNode enclosed = SqlParser.parse("SELECT * FROM (" + candidate + "\n)");
      return sameTree(parsed, tree) && !enclosed.path("error").asBoolean();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /**
   * Parses a text.
   *
   * @param parsed the text with what is put around it for parsing
   * @param written the text as the user wrote it
   */
  static JsonNode parse(String parsed, String written, SqlFindings findings, String code) {
    if (written.length() > LENGTH_MAX) {
      findings.add(-1, "SQL is at most " + LENGTH_MAX + " characters long");
    }
    if (written.indexOf('\0') >= 0) {
      findings.add(-1, "SQL holds no NUL character; write chr(0)");
    }
    if (SqlNesting.depth(written) > SqlNesting.DEPTH_MAX) {
      findings.add(-1, TOO_DEEP);
    }
    findings.throwIfAny(code);
    try {
      JsonNode tree = SqlParser.parse(parsed);
      if (tree.path("error").asBoolean()) {
        findings.add(tree.path("position").asLong(-1), reason(tree));
        findings.throwIfAny(code);
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw PenstockException.user(code, TOO_DEEP, e);
    }
  }

  private static String reason(JsonNode error) {
    return error.path("error_type").asText().equals("not implemented")
        ? "a transform is one SELECT, without parameters of two kinds; remove other statements"
        : error.path("error_message").asText();
  }

  /**
   * The text as the user wrote it, without a semicolon at its end and what follows that. A comment
   * may end it: whatever is put after it starts on a new line.
   */
  public String statement() {
    return statement;
  }

  /**
   * Whether each input row gives at most one output row, which depends on nothing else: then
   * origins can travel through the query, and it gives the same rows with any number of threads.
   */
  public boolean rowWise() {
    return rowWise;
  }

  /**
   * The same query, with more columns of its input at the end of its output: how origins travel
   * through. The input must have them; a {@code *} in the query does not stand for them.
   *
   * @param hiddenColumns names of columns of the input that the user does not know of
   * @throws IllegalStateException if the query is not row-wise
   * @throws PenstockException USER {@code bad-transform} if the query uses such a name itself
   */
  public String withColumns(List<String> hiddenColumns) {
    if (!rowWise) {
      throw new IllegalStateException("columns travel through row-wise queries only: " + statement);
    }
    JsonNode extended = tree.deepCopy();
    ObjectNode select = (ObjectNode) query(extended);
    requireUnused(select, hiddenColumns);
    ArrayNode items = (ArrayNode) select.path("select_list");
    for (JsonNode item : items) {
      if (item.path("class").asText().equals("STAR")) {
        exclude((ObjectNode) item, hiddenColumns);
      }
    }
    for (String column : hiddenColumns) {
      items.add(columnOf(RowWise.table(select), column));
    }
    return SqlParser.print(extended);
  }

  private static void requireUnused(JsonNode node, Collection<String> hiddenColumns) {
    if (node.isTextual()) {
      if (hiddenColumns.stream().anyMatch(name -> name.equalsIgnoreCase(node.asText()))) {
        throw PenstockException.user(
            BAD_TRANSFORM, "The name " + node.asText() + " is reserved; use another one.");
      }
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getKey().equals("literal")) {
        requireUnused(field.getValue(), hiddenColumns);
      }
    }
    if (node.isArray()) {
      node.forEach(child -> requireUnused(child, hiddenColumns));
    }
  }

  private static void exclude(ObjectNode star, List<String> columns) {
    ArrayNode excluded = star.withArray("exclude_list");
    columns.forEach(excluded::add);
  }

  private static ObjectNode columnOf(String table, String column) {
    ObjectNode reference = Json.mapper().createObjectNode();
    reference.put("class", "COLUMN_REF").put("type", "COLUMN_REF").put("alias", "");
    reference.putArray("column_names").add(table).add(column);
    return reference;
  }

  private static JsonNode query(JsonNode tree) {
    return tree.path("statements").path(0).path("node");
  }

  /** Whether what DuckDB prints of the tree is the tree again; else it is not relied upon. */
  private static boolean printsFaithfully(JsonNode tree) {
    try {
      return sameTree(SqlParser.parse(SqlParser.print(tree)), tree);
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static boolean sameTree(JsonNode one, JsonNode other) {
    JsonNode first = one.deepCopy();
    JsonNode second = other.deepCopy();
    SqlParser.forgetPositions(first);
    SqlParser.forgetPositions(second);
    return first.equals(second);
  }
}
