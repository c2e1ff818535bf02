package io.penstock.lake.fingerprint;

import io.penstock.lake.engine.Column;
import io.penstock.lake.engine.EngineSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBScalarFunctionBuilder;
import org.duckdb.DuckDBWritableVector;

/**
 * A function of the engine that hashes rows of certain column types to UHUGEINT.
 *
 * @param columns number of columns of the query that it was made for
 * @param call its call, with the query's columns named {@code c0}, {@code c1} and so on
 */
record RowHashFunction(int columns, String call) {

  /**
   * @param skipped number of leading columns that are not part of the row
   */
  static RowHashFunction of(EngineSession session, String selectSql, int skipped) {
    List<Column> columns = session.columns(selectSql);
    List<ColumnEncoding> encodings =
        columns.stream().skip(skipped).map(column -> ColumnEncoding.of(column.type())).toList();
    if (encodings.isEmpty()) {
      throw new IllegalArgumentException("a row without columns has no hash: " + selectSql);
    }
    String name = name(encodings);
    session.registerOnce(name, connection -> register(connection, name, encodings));
    List<String> arguments = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int index = 0; index < encodings.size(); index++) {
      ColumnEncoding encoding = encodings.get(index);
      String column = "c" + (index + skipped);
      arguments.add(encoding.argument(column, columns.get(index + skipped).type()));
      if (encoding.isText()) {
        texts.add(encoding.text(column));
      }
    }
    if (!texts.isEmpty()) {
      arguments.addFirst("concat(" + String.join(", ", texts) + ")");
    }
    return new RowHashFunction(columns.size(), name + "(" + String.join(", ", arguments) + ")");
  }

  /** One letter for each column's encoding: equal encodings share a function. */
  private static String name(List<ColumnEncoding> encodings) {
    StringBuilder name = new StringBuilder("penstock_row_hash_");
    for (ColumnEncoding encoding : encodings) {
      name.append((char) ('a' + encoding.ordinal()));
    }
    return name.toString();
  }

  private static void register(Connection connection, String name, List<ColumnEncoding> encodings)
      throws SQLException {
    List<DuckDBColumnType> parameters = new ArrayList<>();
    if (hasText(encodings)) {
      parameters.add(DuckDBColumnType.VARCHAR);
    }
    encodings.forEach(encoding -> parameters.add(encoding.parameter()));
    try (DuckDBScalarFunctionBuilder builder = DuckDBFunctions.scalarFunction()) {
      builder
          .withName(name)
          .withParameters(parameters.toArray(DuckDBColumnType[]::new))
          .withReturnType(DuckDBColumnType.UHUGEINT)
          .withVectorizedFunction((rows, hashes) -> hash(encodings, rows, hashes))
          .register(connection);
    }
  }

  private static void hash(
      List<ColumnEncoding> encodings, DuckDBDataChunkReader rows, DuckDBWritableVector hashes) {
    CanonicalRow row = new CanonicalRow();
    ColumnEncoding.Texts texts = new ColumnEncoding.Texts();
    int first = hasText(encodings) ? 1 : 0;
    ColumnEncoding.Reader[] readers = new ColumnEncoding.Reader[encodings.size()];
    for (int index = 0; index < readers.length; index++) {
      readers[index] = encodings.get(index).reader(rows.vector(index + first), texts);
    }
    for (int index = 0; index < rows.rowCount(); index++) {
      row.reset();
      if (first > 0) {
        texts.set(rows.vector(0).getString(index));
      }
      for (ColumnEncoding.Reader reader : readers) {
        reader.add(index, row);
      }
      hashes.setUHugeInt(index, row.hashNumber());
    }
  }

  private static boolean hasText(List<ColumnEncoding> encodings) {
    return encodings.stream().anyMatch(ColumnEncoding::isText);
  }
}
