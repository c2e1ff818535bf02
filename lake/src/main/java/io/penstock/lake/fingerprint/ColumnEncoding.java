package io.penstock.lake.fingerprint;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/**
 * How a column of a DuckDB type gets into a canonical row.
 *
 * <p>Texts are expensive to fetch from the engine one by one. All of a row come as one, and the
 * argument of each is its length.
 */
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
  /** The unscaled value, of few digits. */
  SMALL_DECIMAL(DuckDBColumnType.BIGINT, "(%s * 1%s::DECIMAL(%d, 0))::BIGINT"),
  /** Others as text: the function's parameter would have one width and scale. */
  DECIMAL(DuckDBColumnType.BIGINT, Lengths.OF_TEXT, "%s::VARCHAR"),
  TEXT(DuckDBColumnType.BIGINT, Lengths.OF_TEXT, "%s"),
  /** Vectors of BLOB cannot be read in Java. */
  BLOB(DuckDBColumnType.BIGINT, Lengths.OF_TEXT, "to_base64(%s)"),
  DATE(DuckDBColumnType.DATE, "%s"),
  TIME(DuckDBColumnType.BIGINT, "epoch_us(%s)"),
  /** {@code epoch_us} has no value for the infinities, which are the ends of the range. */
  TIMESTAMP(
      DuckDBColumnType.BIGINT,
      "coalesce(epoch_us(%1$s), CASE %1$s WHEN 'infinity' THEN 9223372036854775807"
          + " WHEN '-infinity' THEN -9223372036854775807 END)"),
  OTHER(DuckDBColumnType.BIGINT, Lengths.OF_TEXT, "%s::VARCHAR");

  private static final byte[] NO_BYTES = {};
  private static final Pattern DECIMAL_TYPE = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");

  /** Digits of the longest product that the engine computes in 8 bytes. */
  private static final int SMALL_DIGITS_MAX = 18;

  private final DuckDBColumnType parameter;
  private final String argument;
  private final String text;

  ColumnEncoding(DuckDBColumnType parameter, String argument) {
    this(parameter, argument, "");
  }

  ColumnEncoding(DuckDBColumnType parameter, String argument, String text) {
    this.parameter = parameter;
    this.argument = argument;
    this.text = text;
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
      default -> {
        Matcher decimal = DECIMAL_TYPE.matcher(type);
        if (!decimal.matches()) {
          yield OTHER;
        }
        int product = Integer.parseInt(decimal.group(1)) + Integer.parseInt(decimal.group(2)) + 1;
        yield product <= SMALL_DIGITS_MAX ? SMALL_DECIMAL : DECIMAL;
      }
    };
  }

  DuckDBColumnType parameter() {
    return parameter;
  }

  /**
   * The argument of the hash function for a column.
   *
   * @param type DuckDB's name of the column's type
   */
  String argument(String column, String type) {
    if (this == SMALL_DECIMAL) {
      int scale = Integer.parseInt(type.substring(type.indexOf(',') + 1, type.length() - 1));
      return String.format(Locale.ROOT, argument, column, "0".repeat(scale), scale + 1);
    }
    return String.format(argument, text.isEmpty() ? column : text(column));
  }

  /** What stands in the text of the row for a column, if anything does. */
  String text(String column) {
    return String.format(text, column);
  }

  boolean isText() {
    return !text.isEmpty();
  }

  /** Apart from the enum, whose constants need it. */
  private static final class Lengths {
    static final String OF_TEXT = "strlen(%s)";
  }

  /** Adds the value of one row to the canonical row. */
  interface Reader {
    void add(int index, CanonicalRow row);
  }

  /** The texts of a row, one after the other. */
  static final class Texts {
    private byte[] bytes = NO_BYTES;
    private int read;

    void set(@Nullable String text) {
      bytes = text == null ? NO_BYTES : text.getBytes(StandardCharsets.UTF_8);
      read = 0;
    }

    private int skip(long length) {
      int from = read;
      read = Math.toIntExact(from + length);
      return from;
    }

    private byte[] next(long length) {
      int from = skip(length);
      return Arrays.copyOfRange(bytes, from, read);
    }
  }

  /** Reads a vector of {@link #parameter()}, and what belongs to it of the texts. */
  Reader reader(DuckDBReadableVector vector, Texts texts) {
    Reader notNull = notNull(vector, texts);
    return (index, row) -> {
      if (vector.isNull(index)) {
        row.addNull();
      } else {
        notNull.add(index, row);
      }
    };
  }

  private Reader notNull(DuckDBReadableVector vector, Texts texts) {
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
      case SMALL_DECIMAL -> (index, row) -> row.addDecimal(vector.getLong(index));
      case DECIMAL -> (index, row) -> row.addDecimal(unscaled(texts.next(vector.getLong(index))));
      case TEXT, OTHER ->
          (index, row) -> {
            long length = vector.getLong(index);
            row.add(texts.bytes, texts.skip(length), (int) length);
          };
      case BLOB ->
          (index, row) -> row.add(Base64.getDecoder().decode(texts.next(vector.getLong(index))));
      case DATE -> (index, row) -> row.add((int) vector.getLocalDate(index).toEpochDay());
    };
  }

  /** DuckDB prints every digit of a decimal's scale, so that without the point it is unscaled. */
  private static BigInteger unscaled(byte[] decimal) {
    return new BigInteger(new String(decimal, StandardCharsets.US_ASCII).replace(".", ""));
  }
}
