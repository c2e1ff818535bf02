package io.penstock.checkpoint.expectation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.lake.engine.Sql;

/**
 * A column of the data under check.
 *
 * @param name its name, which any text can be
 * @param type the engine's name of its type, such as {@code BIGINT}
 * @param kind the kind of that type
 */
public record Column(String name, String type, ColumnKind kind) {
  public Column(String name, String type) {
    this(name, type, ColumnKind.of(type));
  }

  /** A column whose data is not known yet. */
  static Column unknown(String name) {
    return new Column(name, "", ColumnKind.UNKNOWN);
  }

  /** Its name in SQL. */
  public String sql() {
    return Sql.identifier(name);
  }

  /**
   * The value as expectations see it. NaN is a missing value, as for pandas, an enumeration is
   * text, and an instant is exact to the microsecond, because the engine compares finer ones with
   * nothing else.
   */
  public String normalized() {
    if (kind == ColumnKind.FLOAT) {
      return "CASE WHEN isnan(" + sql() + ") THEN NULL ELSE " + sql() + " END";
    }
    if (type.equals("TIMESTAMPTZ_NS")) {
      return "CAST(" + sql() + " AS TIMESTAMPTZ)";
    }
    return type.startsWith("ENUM") ? "CAST(" + sql() + " AS VARCHAR)" : sql();
  }

  /** Whether {@link #normalized()} differs from the stored value. */
  public boolean needsNormalizing() {
    return !normalized().equals(sql());
  }

  /** SQL of a value of this column, given as SQL, in a form that a result can show. */
  public String presented(String value) {
    return switch (kind) {
      case INTEGER, DECIMAL, TEXT, BOOLEAN, UNKNOWN -> value;
      case FLOAT -> "CAST(" + value + " AS DOUBLE)";
      case DATE -> "CAST(" + value + " AS VARCHAR)";
      case TIMESTAMP -> time(value);
      case TIMESTAMP_TZ -> time("timezone('UTC', " + value + ")") + " || '+00:00'";
      case OTHER -> "CAST(" + value + " AS VARCHAR)";
    };
  }

  /** As Python writes it: a fraction has six digits, and none if it is zero. */
  private static String time(String value) {
    return "replace(strftime(" + value + ", '%Y-%m-%dT%H:%M:%S.%f'), '.000000', '')";
  }

  /** SQL of its value in a form that a result can show. */
  public String presented() {
    return presented(sql());
  }

  /** Whether the values of two columns can be equal or ordered. */
  public boolean comparableWith(Column other) {
    boolean unknown = kind == ColumnKind.UNKNOWN || other.kind == ColumnKind.UNKNOWN;
    return unknown
        || kind == other.kind
        || (isNumber() && other.isNumber())
        || (kind.temporal() && other.kind.temporal());
  }

  /** For Python, true is 1. */
  private boolean isNumber() {
    return kind.numeric() || kind == ColumnKind.BOOLEAN;
  }

  /** SQL of its value to be compared with another column's. */
  public String beside(Column other) {
    return kind == ColumnKind.BOOLEAN && other.kind.numeric()
        ? "CAST(" + sql() + " AS INTEGER)"
        : sql();
  }

  /** SQL predicate: whether its value is not that of another column; two missing ones are equal. */
  public String differsFrom(Column other) {
    return comparableWith(other)
        ? beside(other) + " IS DISTINCT FROM " + other.beside(this)
        : "(" + sql() + " IS NOT NULL OR " + other.sql() + " IS NOT NULL)";
  }

  /** SQL aggregate call for its least or greatest value; {@link #observed} says what it means. */
  public String extreme(boolean greatest) {
    if (kind == ColumnKind.TIMESTAMP || kind == ColumnKind.TIMESTAMP_TZ) {
      // To write out each value takes far longer than to compare them.
      return (greatest ? "max(" : "min(") + "epoch_us(" + sql() + "))";
    }
    if (presented().equals(sql())) {
      return (greatest ? "max(" : "min(") + sql() + ")";
    }
    return (greatest ? "arg_max(" : "arg_min(") + presented() + ", " + sql() + ")";
  }

  /** The answer to {@link #extreme} in the form of {@link #presented()}. */
  public JsonNode observed(JsonNode extreme) {
    boolean time = kind == ColumnKind.TIMESTAMP || kind == ColumnKind.TIMESTAMP_TZ;
    if (!time || extreme.isNull()) {
      return extreme;
    }
    String text = Temporals.text(extreme.longValue());
    return TextNode.valueOf(kind == ColumnKind.TIMESTAMP_TZ ? text + "+00:00" : text);
  }

  /** SQL of its value as a number, for arithmetic; a column that has none is a problem. */
  public String number(Kwargs kwargs, String kwarg) {
    if (kind == ColumnKind.BOOLEAN) {
      return "CAST(" + sql() + " AS INTEGER)";
    }
    if (!kind.numeric() && kind != ColumnKind.UNKNOWN) {
      kwargs.problem(kwarg, "'%s' of type %s is not numeric".formatted(name, type));
    }
    return sql();
  }

  /** Whether its values are text, as far as is known. */
  public boolean isText() {
    return kind == ColumnKind.TEXT || kind == ColumnKind.UNKNOWN;
  }
}
