package io.penstock.lake.fingerprint;

import java.math.BigInteger;
import java.util.Base64;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBReadableVector;

/** How a column of a DuckDB type gets into a canonical row. */
enum ColumnEncoding {
  BOOLEAN(DuckDBColumnType.BOOLEAN, "%s"),
  TINYINT(DuckDBColumnType.TINYINT, "%s"),
  SMALLINT(DuckDBColumnType.SMALLINT, "%s"),
  INTEGER(DuckDBColumnType.INTEGER, "%s"),
  BIGINT(DuckDBColumnType.BIGINT, "%s"),
  HUGEINT(DuckDBColumnType.HUGEINT, "%s"),
  UTINYINT(DuckDBColumnType.UTINYINT, "%s"),
  USMALLINT(DuckDBColumnType.USMALLINT, "%s"),
  UINTEGER(DuckDBColumnType.UINTEGER, "%s"),
  UBIGINT(DuckDBColumnType.UBIGINT, "%s"),
  UHUGEINT(DuckDBColumnType.UHUGEINT, "%s"),
  FLOAT(DuckDBColumnType.FLOAT, "%s"),
  DOUBLE(DuckDBColumnType.DOUBLE, "%s"),
  /** The function's parameter has one width and scale, so the digits travel as text. */
  DECIMAL(DuckDBColumnType.VARCHAR, "%s::VARCHAR"),
  TEXT(DuckDBColumnType.VARCHAR, "%s"),
  /** Vectors of BLOB cannot be read in Java. */
  BLOB(DuckDBColumnType.VARCHAR, "to_base64(%s)"),
  DATE(DuckDBColumnType.DATE, "%s"),
  TIME(DuckDBColumnType.BIGINT, "epoch_us(%s)"),
  /** {@code epoch_us} has no value for the infinities, which are the ends of the range. */
  TIMESTAMP(
      DuckDBColumnType.BIGINT,
      "coalesce(epoch_us(%1$s), CASE %1$s WHEN 'infinity' THEN 9223372036854775807"
          + " WHEN '-infinity' THEN -9223372036854775807 END)"),
  OTHER(DuckDBColumnType.VARCHAR, "%s::VARCHAR");

  private final DuckDBColumnType parameter;
  private final String argument;

  ColumnEncoding(DuckDBColumnType parameter, String argument) {
    this.parameter = parameter;
    this.argument = argument;
  }

  /** The encoding of a type, by DuckDB's name of it. */
  static ColumnEncoding of(String type) {
    return switch (type) {
      case "BOOLEAN" -> BOOLEAN;
      case "TINYINT" -> TINYINT;
      case "SMALLINT" -> SMALLINT;
      case "INTEGER" -> INTEGER;
      case "BIGINT" -> BIGINT;
      case "HUGEINT" -> HUGEINT;
      case "UTINYINT" -> UTINYINT;
      case "USMALLINT" -> USMALLINT;
      case "UINTEGER" -> UINTEGER;
      case "UBIGINT" -> UBIGINT;
      case "UHUGEINT" -> UHUGEINT;
      case "FLOAT" -> FLOAT;
      case "DOUBLE" -> DOUBLE;
      case "VARCHAR" -> TEXT;
      case "BLOB" -> BLOB;
      case "DATE" -> DATE;
      case "TIME" -> TIME;
      case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP_S", "TIMESTAMP_MS" -> TIMESTAMP;
      default -> type.startsWith("DECIMAL(") && !type.endsWith("]") ? DECIMAL : OTHER;
    };
  }

  DuckDBColumnType parameter() {
    return parameter;
  }

  /** The argument of the hash function for a column. */
  String argument(String column) {
    return String.format(argument, column);
  }

  /** Adds the value of one row to the canonical row. */
  interface Reader {
    void add(int index, CanonicalRow row);
  }

  /** Reads a vector of {@link #parameter()}. */
  Reader reader(DuckDBReadableVector vector) {
    Reader notNull = notNull(vector);
    return (index, row) -> {
      if (vector.isNull(index)) {
        row.addNull();
      } else {
        notNull.add(index, row);
      }
    };
  }

  private Reader notNull(DuckDBReadableVector vector) {
    return switch (this) {
      case BOOLEAN -> (index, row) -> row.add(vector.getBoolean(index));
      case TINYINT -> (index, row) -> row.add(vector.getByte(index));
      case SMALLINT -> (index, row) -> row.add(vector.getShort(index));
      case INTEGER -> (index, row) -> row.add(vector.getInt(index));
      case BIGINT, TIME, TIMESTAMP -> (index, row) -> row.add(vector.getLong(index));
      case HUGEINT -> (index, row) -> row.addHuge(vector.getHugeInt(index));
      case UTINYINT -> (index, row) -> row.add((byte) vector.getUint8(index));
      case USMALLINT -> (index, row) -> row.add((short) vector.getUint16(index));
      case UINTEGER -> (index, row) -> row.add((int) vector.getUint32(index));
      case UBIGINT -> (index, row) -> row.add(vector.getUint64(index).longValue());
      case UHUGEINT -> (index, row) -> row.addHuge(vector.getUHugeInt(index));
      case FLOAT -> (index, row) -> row.add(vector.getFloat(index));
      case DOUBLE -> (index, row) -> row.add(vector.getDouble(index));
      case DECIMAL -> (index, row) -> row.addDecimal(unscaled(vector.getString(index)));
      case TEXT, OTHER -> (index, row) -> row.add(vector.getString(index));
      case BLOB -> (index, row) -> row.add(Base64.getDecoder().decode(vector.getString(index)));
      case DATE -> (index, row) -> row.add((int) vector.getLocalDate(index).toEpochDay());
    };
  }

  /** DuckDB prints every digit of a decimal's scale, so that without the point it is unscaled. */
  private static BigInteger unscaled(String decimal) {
    return new BigInteger(decimal.replace(".", ""));
  }
}
