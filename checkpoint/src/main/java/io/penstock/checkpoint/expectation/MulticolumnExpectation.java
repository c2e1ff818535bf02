package io.penstock.checkpoint.expectation;

import io.penstock.lake.engine.Sql;
import java.util.List;
import java.util.stream.Collectors;

/** About the values of several columns in the same row. */
public non-sealed interface MulticolumnExpectation extends RowExpectation {
  ColumnGroup group();

  @Override
  default List<Column> columns() {
    return group().columns();
  }

  @Override
  default String considered() {
    return group().considered();
  }

  /** A struct of the columns' values. */
  @Override
  default String unexpectedValue() {
    return columns().stream()
        .map(column -> Sql.identifier(column.name()) + ": " + column.presented())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
