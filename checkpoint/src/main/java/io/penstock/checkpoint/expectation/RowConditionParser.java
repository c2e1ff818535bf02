package io.penstock.checkpoint.expectation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.penstock.checkpoint.expectation.RowConditionTokens.Kind;
import io.penstock.checkpoint.expectation.RowConditionTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Parses the expressions that pandas and Great Expectations take as row conditions: comparisons
 * (also chained), {@code in}, {@code and or not}, {@code & | ~}, parentheses, {@code .isnull()},
 * {@code .notnull()}, {@code .isin([…])}; columns by name, in backticks, or as {@code col("…")}.
 */
final class RowConditionParser {
  private static final Map<String, String> MIRRORED =
      Map.of("<", ">", "<=", ">=", ">", "<", ">=", "<=", "==", "==", "!=", "!=");

  private final List<Token> tokens;
  private final Function<String, Column> columns;
  private final Comparisons comparisons;
  private int next;

  /** What an expression stands for. */
  private sealed interface Operand {
    record Predicate(String sql) implements Operand {}

    record Of(Column column) implements Operand {}

    record Constant(JsonNode value) implements Operand {}
  }

  RowConditionParser(String text, Function<String, Column> columns, Comparisons comparisons)
      throws BadConditionException {
    this.columns = columns;
    this.comparisons = comparisons;
    this.tokens = RowConditionTokens.of(text);
  }

  /** The condition as an SQL predicate. */
  String parse() throws BadConditionException {
    String sql = predicate(or());
    if (peek().kind() != Kind.END) {
      throw unexpected();
    }
    return sql;
  }

  private Operand or() throws BadConditionException {
    Operand left = and();
    while (peek().is("or", "|")) {
      next++;
      left = new Operand.Predicate("(" + predicate(left) + " OR " + predicate(and()) + ")");
    }
    return left;
  }

  private Operand and() throws BadConditionException {
    Operand left = not();
    while (peek().is("and", "&")) {
      next++;
      left = new Operand.Predicate("(" + predicate(left) + " AND " + predicate(not()) + ")");
    }
    return left;
  }

  private Operand not() throws BadConditionException {
    if (peek().is("not", "~")) {
      next++;
      String negated = predicate(not());
      return new Operand.Predicate(
          comparisons.missingDiffers()
              ? "((" + negated + ") IS NOT TRUE)"
              : "(NOT (" + negated + "))");
    }
    return comparison();
  }

  private Operand comparison() throws BadConditionException {
    Operand left = primary();
    List<String> parts = new ArrayList<>();
    while (true) {
      String operator = operator();
      if (operator.isEmpty()) {
        return parts.isEmpty()
            ? left
            : new Operand.Predicate("(" + String.join(" AND ", parts) + ")");
      }
      Operand right = operator.endsWith("IN") ? members() : primary();
      parts.add(compare(left, operator, right));
      left = right;
    }
  }

  /** What stands behind {@code in}: a list, which can be in parentheses too. */
  private Operand members() throws BadConditionException {
    if (peek().is("(")) {
      next++;
      return list(")");
    }
    return primary();
  }

  private String operator() {
    if (peek().is("==", "!=", "<>", "<=", ">=", "<", ">")) {
      String symbol = take().text();
      return symbol.equals("<>") ? "!=" : symbol;
    }
    if (peek().is("in")) {
      next++;
      return "IN";
    }
    if (peek().is("not") && peek(1).is("in")) {
      next += 2;
      return "NOT IN";
    }
    return "";
  }

  private String compare(Operand left, String operator, Operand right)
      throws BadConditionException {
    if (left instanceof Operand.Of(Column a) && right instanceof Operand.Of(Column b)) {
      return comparisons.sql(a, operator, b);
    }
    if (left instanceof Operand.Of(Column column)
        && right instanceof Operand.Constant(JsonNode value)) {
      // For pandas, == with a list asks whether the value is in it.
      String listed =
          value.isArray() && operator.equals("==")
              ? "IN"
              : value.isArray() && operator.equals("!=") ? "NOT IN" : operator;
      return comparisons.sql(column, listed, value);
    }
    String mirrored = MIRRORED.get(operator);
    if (left instanceof Operand.Constant(JsonNode value)
        && right instanceof Operand.Of(Column column)
        && mirrored != null) {
      return comparisons.sql(column, mirrored, value);
    }
    throw new BadConditionException("compare a column with a value or another column");
  }

  private Operand primary() throws BadConditionException {
    Token token = take();
    if (token.is("(")) {
      Operand inside = or();
      expect(")");
      return postfix(inside);
    }
    if (token.is("[")) {
      return list("]");
    }
    return switch (token.kind()) {
      case VALUE -> new Operand.Constant(token.value());
      case QUOTED -> postfix(new Operand.Of(columns.apply(token.text())));
      case NAME -> named(token.text());
      case SYMBOL, END -> {
        next--;
        throw unexpected();
      }
    };
  }

  private Operand named(String name) throws BadConditionException {
    if (peek().is("(") && (name.equals("col") || name.equals("date"))) {
      next++;
      JsonNode argument = take().value();
      expect(")");
      return name.equals("date")
          ? new Operand.Constant(argument)
          : postfix(new Operand.Of(columns.apply(argument.asText())));
    }
    return switch (name) {
      case "True", "true" -> new Operand.Constant(BooleanNode.TRUE);
      case "False", "false" -> new Operand.Constant(BooleanNode.FALSE);
      case "None", "null" -> new Operand.Constant(NullNode.instance);
      default -> postfix(new Operand.Of(columns.apply(name)));
    };
  }

  /** {@code .isnull()} and its like behind a column. */
  private Operand postfix(Operand operand) throws BadConditionException {
    if (!(operand instanceof Operand.Of(Column column)) || !peek().is(".")) {
      return operand;
    }
    next++;
    String method = take().text();
    expect("(");
    if (method.equals("isin")) {
      Operand values = members();
      expect(")");
      return new Operand.Predicate(compare(operand, "IN", values));
    }
    expect(")");
    return switch (method.toLowerCase(Locale.ROOT)) {
      case "isnull", "isna" -> new Operand.Predicate(column.sql() + " IS NULL");
      case "notnull", "notna" -> new Operand.Predicate(column.sql() + " IS NOT NULL");
      default -> throw new BadConditionException("'.%s()' is not known here".formatted(method));
    };
  }

  /** Values up to a closing bracket; the opening one is taken. */
  private Operand list(String closing) throws BadConditionException {
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    while (!peek().is(closing)) {
      if (!(primary() instanceof Operand.Constant(JsonNode value))) {
        throw new BadConditionException("a list holds values alone");
      }
      values.add(value);
      if (peek().is(",")) {
        next++;
      }
    }
    expect(closing);
    return new Operand.Constant(values);
  }

  private static String predicate(Operand operand) throws BadConditionException {
    return switch (operand) {
      case Operand.Predicate(String sql) -> sql;
      case Operand.Of(Column column)
          when column.kind() == ColumnKind.BOOLEAN || column.kind() == ColumnKind.UNKNOWN ->
          column.sql();
      case Operand.Constant(JsonNode value) when value.isBoolean() -> value.asText();
      case Operand.Of(Column column) ->
          throw new BadConditionException("'%s' is not true or false".formatted(column.name()));
      case Operand.Constant(JsonNode value) ->
          throw new BadConditionException(value + " is not true or false");
    };
  }

  private void expect(String symbol) throws BadConditionException {
    if (!peek().is(symbol)) {
      throw unexpected();
    }
    next++;
  }

  private Token peek() {
    return peek(0);
  }

  private Token peek(int ahead) {
    return tokens.get(Math.min(next + ahead, tokens.size() - 1));
  }

  private Token take() {
    Token token = peek();
    next++;
    return token;
  }

  private BadConditionException unexpected() {
    return new BadConditionException("'%s' is not expected there".formatted(peek().text()));
  }
}
