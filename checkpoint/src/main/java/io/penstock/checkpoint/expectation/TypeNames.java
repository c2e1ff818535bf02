package io.penstock.checkpoint.expectation;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names of types in other systems: Python, numpy and pandas, SQLAlchemy, Spark. */
public final class TypeNames {
  private static final Set<String> TEXT = Set.of("VARCHAR");
  private static final Set<String> INTEGERS =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT");
  private static final Set<String> FLOATS = Set.of("FLOAT", "DOUBLE");
  private static final Set<String> LOCAL_TIMES =
      Set.of("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS");
  private static final Set<String> INSTANTS = Set.of("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS");
  private static final Set<String> TIMES =
      Set.of(
          "TIMESTAMP",
          "TIMESTAMP_S",
          "TIMESTAMP_MS",
          "TIMESTAMP_NS",
          "TIMESTAMP WITH TIME ZONE",
          "TIMESTAMPTZ_NS");

  private static final Map<String, Set<String>> ENGINE_TYPES =
      Map.ofEntries(
          Map.entry("str", TEXT),
          Map.entry("string", TEXT),
          Map.entry("text", TEXT),
          Map.entry("char", TEXT),
          Map.entry("nvarchar", TEXT),
          Map.entry("unicode", TEXT),
          Map.entry("object", TEXT),
          Map.entry("object_", TEXT),
          Map.entry("o", TEXT),
          Map.entry("stringdtype", TEXT),
          Map.entry("stringtype", TEXT),
          Map.entry("int", INTEGERS),
          Map.entry("int_", INTEGERS),
          Map.entry("int8", Set.of("TINYINT")),
          Map.entry("int8dtype", Set.of("TINYINT")),
          Map.entry("bytetype", Set.of("TINYINT")),
          Map.entry("int16", Set.of("SMALLINT")),
          Map.entry("int16dtype", Set.of("SMALLINT")),
          Map.entry("shorttype", Set.of("SMALLINT")),
          Map.entry("int32", Set.of("INTEGER")),
          Map.entry("int32dtype", Set.of("INTEGER")),
          Map.entry("integertype", Set.of("INTEGER")),
          Map.entry("int64", Set.of("BIGINT")),
          Map.entry("int64dtype", Set.of("BIGINT")),
          Map.entry("long", Set.of("BIGINT")),
          Map.entry("longtype", Set.of("BIGINT")),
          Map.entry("uint8", Set.of("UTINYINT")),
          Map.entry("uint16", Set.of("USMALLINT")),
          Map.entry("uint32", Set.of("UINTEGER")),
          Map.entry("uint64", Set.of("UBIGINT")),
          Map.entry("float", FLOATS),
          Map.entry("float_", FLOATS),
          Map.entry("real", Set.of("FLOAT")),
          Map.entry("float32", Set.of("FLOAT")),
          Map.entry("float32dtype", Set.of("FLOAT")),
          Map.entry("floattype", Set.of("FLOAT")),
          Map.entry("float64", Set.of("DOUBLE")),
          Map.entry("float64dtype", Set.of("DOUBLE")),
          Map.entry("double precision", Set.of("DOUBLE")),
          Map.entry("double_precision", Set.of("DOUBLE")),
          Map.entry("doubletype", Set.of("DOUBLE")),
          Map.entry("bool", Set.of("BOOLEAN")),
          Map.entry("bool_", Set.of("BOOLEAN")),
          Map.entry("booleandtype", Set.of("BOOLEAN")),
          Map.entry("booleantype", Set.of("BOOLEAN")),
          Map.entry("bit", Set.of("BOOLEAN")),
          Map.entry("datetype", Set.of("DATE")),
          Map.entry("datetime", TIMES),
          Map.entry("timestamp", TIMES),
          Map.entry("timestamptype", TIMES),
          Map.entry("datetime64", LOCAL_TIMES),
          Map.entry("datetime64[ns]", LOCAL_TIMES),
          Map.entry("datetime64[us]", LOCAL_TIMES),
          Map.entry("timestamp_ntz", LOCAL_TIMES),
          Map.entry("timestampntztype", LOCAL_TIMES),
          Map.entry("timestamptz", INSTANTS),
          Map.entry("datetime64[ns, utc]", INSTANTS),
          Map.entry("datetimetzdtype", INSTANTS),
          Map.entry("datetimetzdtypetype", INSTANTS),
          Map.entry("bytes", Set.of("BLOB")),
          Map.entry("binarytype", Set.of("BLOB")));
  private static final Set<String> DECIMALS = Set.of("decimal", "numeric", "decimaltype");

  private TypeNames() {}

  /** Whether a column has the type of this name, in any system's words. */
  public static boolean match(String name, Column column) {
    String lower = name.toLowerCase(Locale.ROOT);
    String type = column.type().toUpperCase(Locale.ROOT);
    return type.equalsIgnoreCase(name)
        || ENGINE_TYPES.getOrDefault(lower, Set.of()).contains(type)
        || (DECIMALS.contains(lower) && column.kind() == ColumnKind.DECIMAL);
  }
}
