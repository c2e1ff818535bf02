package io.penstock.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Makes a typed table of a case's columns. */
final class CaseTable {
  /** Row numbers, as the cases' unexpected_index_list expects them. */
  static final String INDEX = "pk_index";

  private static final List<String> BACKENDS =
      List.of("pandas", "postgresql", "sqlite", "spark", "mysql");
  private static final List<String> TIME_FORMATS =
      List.of("%b %d %Y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%m/%d/%y", "%Y-%m-%dT%H:%M:%SZ");

  private CaseTable() {}

  /** Creates the table; columns whose values are of several types are text. */
  static void create(Connection connection, String name, JsonNode dataset, List<String> onlyFor)
      throws SQLException {
    JsonNode data = dataset.path("data");
    List<String> columns = new ArrayList<>();
    data.fieldNames().forEachRemaining(columns::add);
    List<String> types = new ArrayList<>();
    for (String column : columns) {
      types.add(type(data.get(column), dataset.path("schemas"), column, onlyFor));
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      StringBuilder ddl = new StringBuilder("CREATE OR REPLACE TABLE \"" + name + "\" (");
      for (int i = 0; i < columns.size(); i++) {
        ddl.append('"').append(columns.get(i)).append("\" ").append(types.get(i)).append(", ");
      }
      statement.execute(ddl + INDEX + " BIGINT)");
    }
    int rows = columns.isEmpty() ? 0 : data.get(columns.getFirst()).size();
    String values =
        types.stream().map(CaseTable::valueOf).collect(Collectors.joining(", ", "", ", ?"));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO \"" + name + "\" SELECT " + values)) {
      for (int row = 0; row < rows; row++) {
        int parameter = 1;
        for (String column : columns) {
          JsonNode value = data.get(column).get(row);
          boolean none = value == null || value.isNull();
          for (int i = 0; i < parameters(types.get(columns.indexOf(column))); i++) {
            insert.setString(parameter++, none ? null : value.asText());
          }
        }
        insert.setLong(parameter, row);
        insert.execute();
      }
    }
  }

  private static int parameters(String type) {
    return type.startsWith("TIMESTAMP") ? 1 + TIME_FORMATS.size() : 1;
  }

  private static String valueOf(String type) {
    if (!type.startsWith("TIMESTAMP")) {
      return "CAST(? AS " + type + ")";
    }
    return TIME_FORMATS.stream()
        .map(format -> "try_strptime(?, '" + format + "')")
        .collect(Collectors.joining(", ", "coalesce(TRY_CAST(? AS TIMESTAMP), ", ")"));
  }

  private static String type(
      JsonNode values, JsonNode schemas, String column, List<String> onlyFor) {
    List<String> backends = new ArrayList<>(onlyFor);
    if (onlyFor.contains("sqlalchemy")) {
      backends.addAll(List.of("postgresql", "sqlite"));
    }
    backends.addAll(BACKENDS);
    for (String backend : backends) {
      String zoned = zoned(values);
      if (!zoned.isEmpty()) {
        return zoned;
      }
      String hint = schemas.path(backend).path(column).asText("").toLowerCase(Locale.ROOT);
      String hinted = hinted(hint);
      if (!hinted.isEmpty() && fits(values, hinted)) {
        return hinted;
      }
    }
    return inferred(values);
  }

  /** A column of instants, if every value names its zone. */
  private static String zoned(JsonNode values) {
    boolean all = false;
    for (JsonNode value : values) {
      if (!value.isNull() && !value.asText().matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z")) {
        return "";
      }
      all |= !value.isNull();
    }
    return all ? "TIMESTAMP WITH TIME ZONE" : "";
  }

  private static String hinted(String hint) {
    return switch (hint) {
      case "integertype", "integer" -> "INTEGER";
      case "int", "int64", "int64dtype", "longtype", "bigint" -> "BIGINT";
      case "floattype" -> "FLOAT";
      case "float", "float64", "doubletype", "double_precision", "numeric" -> "DOUBLE";
      case "bool", "boolean", "booleantype" -> "BOOLEAN";
      case "datetime", "timestamp", "timestamptype", "datetime64[ns]", "datetime64" -> "TIMESTAMP";
      case "date", "datetype" -> "DATE";
      default -> "";
    };
  }

  private static boolean fits(JsonNode values, String type) {
    return StreamSupport.stream(values.spliterator(), false)
        .filter(value -> !value.isNull())
        .allMatch(value ->
            switch (type) {
              case "INTEGER", "BIGINT" -> value.isIntegralNumber();
              case "FLOAT", "DOUBLE" -> value.isNumber();
              case "BOOLEAN" -> value.isBoolean();
              default -> value.isTextual();
            });
  }

  private static String inferred(JsonNode values) {
    for (String type : List.of("BIGINT", "DOUBLE", "BOOLEAN")) {
      boolean any = StreamSupport.stream(values.spliterator(), false).anyMatch(v -> !v.isNull());
      if (any && fits(values, type)) {
        return type;
      }
    }
    return "VARCHAR";
  }
}
