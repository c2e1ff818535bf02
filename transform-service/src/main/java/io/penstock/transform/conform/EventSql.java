package io.penstock.transform.conform;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.contracts.pipeline.FieldType;
import io.penstock.contracts.pipeline.ScalarType;
import io.penstock.contracts.pipeline.ScalarType.Decimal;
import io.penstock.contracts.pipeline.ScalarType.Simple;
import io.penstock.contracts.pipeline.SchemaVersion;
import io.penstock.lake.engine.Sql;
import io.penstock.transform.engine.EngineTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SQL expressions over one schema version of an event. The event stands in column {@code json}
 * (text that is valid JSON, or null), the kinds of its fields in the columns of {@link
 * #kindColumns}, what {@code json_transform} made of it in a struct column.
 *
 * <p>{@code json_transform} gives null or a near value for what does not fit, so its values count
 * only where {@link #fits} holds.
 */
record EventSql(SchemaVersion version, List<String> names) {
  /**
   * A field whose literal has more digits than this in a row may be a number that the engine's JSON
   * reader has rounded.
   */
  private static final String LONG_NUMBER = "[0-9.]{17}";

  private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

  /** Year 0001 and 9999 are left to the exact way, because an offset may lead out of them. */
  private static final String TIMESTAMP =
      "(000[2-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-8])"
          + "-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\\.[0-9]{1,6})?"
          + "(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])";

  /**
   * @param names the fields of all versions, in the order of {@link #kindColumns}
   */
  EventSql {
    names = List.copyOf(names);
  }

  /** The column that holds {@link #transformed}. */
  String struct() {
    return "event" + version.version();
  }

  /** The fields of this version, as near as {@code json_transform} gets. */
  String transformed() {
    ObjectNode structure = JsonNodeFactory.instance.objectNode();
    version.fields().forEach((name, type) -> structure.put(name, transportType(type.type())));
    return "json_transform(json, " + Sql.literal(structure.toString()) + ")";
  }

  /** Dates, times and decimals come as text, so that the text can be looked at. */
  private static String transportType(ScalarType type) {
    boolean text = type instanceof Decimal || type == Simple.DATE || type == Simple.TIMESTAMP;
    return text ? "VARCHAR" : EngineTypes.of(type);
  }

  /** The value of a field in its declared type; null instead of an error if it does not fit. */
  String value(String name) {
    FieldType field = version.fields().get(name);
    if (field == null) {
      throw new IllegalArgumentException("version " + version.version() + " has no field " + name);
    }
    String type = EngineTypes.of(field.type());
    String raw = raw(name);
    return transportType(field.type()).equals(type) ? raw : "TRY_CAST(" + raw + " AS " + type + ")";
  }

  private String raw(String name) {
    return "struct_extract(" + struct() + ", " + Sql.literal(name) + ")";
  }

  /** The kinds of fields, from a list of them, as columns: each is asked for often. */
  static String kindColumns(List<String> names, String kinds) {
    return IntStream.rangeClosed(1, names.size())
        .mapToObj(index -> kinds + "[" + index + "] AS __kind" + index)
        .collect(Collectors.joining(", "));
  }

  /** Whether every required field is there and not null. */
  String present() {
    List<String> conditions = new ArrayList<>(List.of("json IS NOT NULL"));
    version
        .fields()
        .forEach((name, type) -> {
          if (!type.optional()) {
            conditions.add(kind(name) + " <> 'NULL'");
          }
        });
    return String.join(" AND ", conditions);
  }

  /** Whether every field is certainly of its type; false or null if that takes a closer look. */
  String fits() {
    List<String> conditions = new ArrayList<>(List.of("json IS NOT NULL"));
    for (Map.Entry<String, FieldType> field : version.fields().entrySet()) {
      String kind = kind(field.getKey());
      String typed = fits(field.getKey(), field.getValue().type());
      conditions.add(
          field.getValue().optional()
              ? "CASE WHEN "
                  + kind
                  + " IS NULL OR "
                  + kind
                  + " = 'NULL' THEN true ELSE "
                  + typed
                  + " END"
              : "(" + typed + ")");
    }
    return String.join(" AND ", conditions);
  }

  private String fits(String name, ScalarType type) {
    String kind = kind(name);
    return switch (type) {
      case Decimal decimal -> fitsDecimal(name, decimal);
      case Simple simple ->
          switch (simple) {
            case STRING -> kind + " = 'VARCHAR'";
            case BOOLEAN -> kind + " = 'BOOLEAN'";
            case INT, LONG -> integer(kind) + " AND " + raw(name) + " IS NOT NULL";
            case DOUBLE ->
                "("
                    + kind
                    + " = 'DOUBLE' OR "
                    + integer(kind)
                    + ") AND isfinite("
                    + raw(name)
                    + ")";
            case DATE -> fitsText(name, DATE);
            case TIMESTAMP -> fitsText(name, TIMESTAMP);
          };
    };
  }

  private String fitsText(String name, String pattern) {
    return String.format(
        "%s = 'VARCHAR' AND regexp_full_match(%s, '%s') AND %s IS NOT NULL",
        kind(name), raw(name), pattern, value(name));
  }

  /**
   * In cases, because the engine evaluates all that an AND joins, and looks at whole texts here.
   */
  private String fitsDecimal(String name, Decimal type) {
    String fraction =
        type.scale() == 0
            ? ""
            : String.format(
                " WHEN %s <> 'DOUBLE' THEN false"
                    + " WHEN NOT regexp_full_match(%s, '-?[0-9]+\\.[0-9]{1,%d}') THEN false"
                    + " WHEN NOT regexp_matches(json, '%s') THEN %s IS NOT NULL",
                kind(name), raw(name), type.scale(), LONG_NUMBER, value(name));
    return "CASE WHEN "
        + integer(kind(name))
        + " THEN "
        + value(name)
        + " IS NOT NULL"
        + fraction
        + " ELSE false END";
  }

  private static String integer(String kind) {
    return "(" + kind + " = 'UBIGINT' OR " + kind + " = 'BIGINT')";
  }

  private String kind(String name) {
    return "__kind" + (names.indexOf(name) + 1);
  }
}
