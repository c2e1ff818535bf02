package io.penstock.checkpoint.expectation;

import java.util.Locale;

/** The types of the engine, as far as expectations tell them apart. */
public enum ColumnKind {
  /** Integers of any width, signed or not. */
  INTEGER,
  /** Binary floating point. */
  FLOAT,
  /** Exact decimals. */
  DECIMAL,
  TEXT,
  BOOLEAN,
  DATE,
  /** Date and time without a zone. */
  TIMESTAMP,
  /** An instant. */
  TIMESTAMP_TZ,
  /** Everything else, such as BLOB, TIME, lists and structs. */
  OTHER,
  /** A suite is read before its data is known; and a column may have nothing but nulls. */
  UNKNOWN;

  /** The kind of a type by the engine's name for it, such as {@code DECIMAL(10,2)}. */
  public static ColumnKind of(String type) {
    String name = type.toUpperCase(Locale.ROOT);
    if (name.endsWith("]") || name.startsWith("STRUCT") || name.startsWith("MAP")) {
      return OTHER;
    }
    if (name.startsWith("DECIMAL")) {
      return DECIMAL;
    }
    if (name.startsWith("ENUM")) {
      return TEXT;
    }
    return switch (name) {
      case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT" -> INTEGER;
      case "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT" -> INTEGER;
      case "FLOAT", "DOUBLE" -> FLOAT;
      case "VARCHAR" -> TEXT;
      case "BOOLEAN" -> BOOLEAN;
      case "DATE" -> DATE;
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> TIMESTAMP;
      case "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS" -> TIMESTAMP_TZ;
      // Of a column in which no value was ever written.
      case "NULL", "\"NULL\"" -> UNKNOWN;
      default -> OTHER;
    };
  }

  /** Whether values are numbers. */
  public boolean numeric() {
    return this == INTEGER || this == FLOAT || this == DECIMAL;
  }

  /** Whether values are dates or times on the calendar. */
  public boolean temporal() {
    return this == DATE || this == TIMESTAMP || this == TIMESTAMP_TZ;
  }
}
