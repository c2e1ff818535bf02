package io.penstock.checkpoint.expectation;

import java.util.List;

/** About each value of one column; missing values do not count. */
public non-sealed interface MapExpectation extends RowExpectation {
  Column column();

  @Override
  default List<Column> columns() {
    return List.of(column());
  }

  @Override
  default String considered() {
    return column().sql() + " IS NOT NULL";
  }

  @Override
  default String unexpectedValue() {
    return column().presented();
  }
}
