package io.penstock.transform.conform;

import io.penstock.contracts.failure.PenstockException;
import io.penstock.contracts.pipeline.FieldType;
import io.penstock.contracts.pipeline.ScalarType;
import io.penstock.lake.engine.Sql;
import io.penstock.transform.engine.EngineTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where a conformed field comes from in events of one version.
 *
 * @param expression SQL for the value, over the columns of {@link EventSql}
 * @param type DuckDB's name of the expression's type
 * @param upgraded whether the expression was written by a user and can therefore fail
 * @param nullable whether the expression can be null for an event that fits its version
 */
record FieldSource(String expression, String type, boolean upgraded, boolean nullable) {
  private static final Set<String> INTEGERS =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT");

  /**
   * @throws PenstockException USER {@code invalid-schema} if the type is not the field's and is not
   *     a number like the field
   */
  static FieldSource checked(FieldSource source, String name, FieldType field, int version) {
    String target = EngineTypes.of(field.type());
    boolean utc = source.type.equals("TIMESTAMP") && target.equals("TIMESTAMP WITH TIME ZONE");
    if (source.type.equals(target) || utc || (number(source.type) && number(target))) {
      return source;
    }
    throw PenstockException.user(
        "invalid-schema",
        "schema version %d: %s '%s' gives %s, but schema.fields says %s. %s"
            .formatted(
                version,
                source.upgraded ? "the upgrade of" : "field",
                name,
                source.type,
                field.type().text(),
                source.upgraded
                    ? "Cast it, such as CAST(… AS " + target + ")"
                    : "Give it an upgrade that converts it"));
  }

  private static boolean number(String type) {
    return INTEGERS.contains(type)
        || type.equals("FLOAT")
        || type.equals("DOUBLE")
        || type.startsWith("DECIMAL(");
  }

  /**
   * The value in the type of the conformed field.
   *
   * @param careful whether it is null, instead of an error, where it cannot be
   */
  String value(ScalarType target, boolean careful) {
    boolean safe = !upgraded && type.equals(EngineTypes.of(target));
    String value = cast("CAST", target);
    return careful && !safe ? "TRY(" + value + ")" : value;
  }

  private String cast(String cast, ScalarType target) {
    String name = EngineTypes.of(target);
    return type.equals(name)
        ? "(" + expression + ")"
        : cast + "((" + expression + ") AS " + name + ")";
  }

  /**
   * Why the event cannot have this field, as an SQL expression that is null if it can; empty if
   * that needs no question.
   *
   * @param value a column with the {@link #value}, computed carefully
   */
  String reason(String name, FieldType field, int version, String value) {
    boolean exact = type.equals(EngineTypes.of(field.type()));
    List<String> cases = new ArrayList<>();
    if (upgraded) {
      cases.add(
          when(
              "TRY((" + expression + ") IS NULL) IS NULL",
              "the upgrade of version " + version + " fails for its values",
              name));
    }
    if (!field.optional() && (upgraded || nullable)) {
      cases.add(
          when(
              "TRY(" + expression + ") IS NULL",
              upgraded ? "the upgrade of version " + version + " gives null" : "null",
              name));
    }
    if (!exact) {
      String there = "TRY(" + cast("TRY_CAST", field.type()) + ")";
      cases.add(
          when(
              "TRY_CAST(" + there + " AS " + type + ") IS DISTINCT FROM TRY(" + expression + ")",
              "its value in version " + version + " is not exactly a " + field.type().text(),
              name));
    }
    if (cases.isEmpty()) {
      return "";
    }
    String reason = "CASE " + String.join(" ", cases) + " END";
    // A value that is there and was not converted came about without an error.
    return exact ? "CASE WHEN " + value + " IS NULL THEN " + reason + " END" : reason;
  }

  private static String when(String condition, String problem, String name) {
    return "WHEN " + condition + " THEN " + Sql.literal("field " + name + ": " + problem);
  }
}
