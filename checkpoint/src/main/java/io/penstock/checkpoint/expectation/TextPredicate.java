package io.penstock.checkpoint.expectation;

import io.penstock.contracts.id.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBReadableVector;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;

/**
 * A check of a text that the engine calls as a function. It is made once and used by several
 * threads.
 *
 * @param function its name in SQL; equal names mean equal checks
 * @param test the check
 */
public record TextPredicate(String function, Predicate<String> test) {

  /**
   * Names a check.
   *
   * @param kind what it checks for, in letters
   * @param argument by what
   */
  public static TextPredicate of(String kind, String argument, Predicate<String> test) {
    return new TextPredicate("penstock_" + kind + "_" + Sha256.of(argument).short16(), test);
  }

  /** SQL predicate: whether the column's value passes the check. */
  public String call(Column column) {
    return function + "(" + column.sql() + ")";
  }

  /** Makes the function known to a database. */
  public void register(Connection connection) throws SQLException {
    try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
      builder
          .withName(function)
          .withParameters(DuckDBColumnType.VARCHAR)
          .withReturnType(DuckDBColumnType.BOOLEAN)
          .withVectorizedFunction(this::apply)
          .register(connection);
    }
  }

  private void apply(DuckDBDataChunkReader rows, DuckDBWritableVector result) {
    DuckDBReadableVector texts = rows.vector(0);
    for (long row = 0; row < rows.rowCount(); row++) {
      result.setBoolean(row, !texts.isNull(row) && test.test(texts.getString(row)));
    }
  }
}
