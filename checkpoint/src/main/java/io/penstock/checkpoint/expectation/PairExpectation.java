package io.penstock.checkpoint.expectation;

import java.util.List;

/** About the values of two columns in the same row. */
public non-sealed interface PairExpectation extends RowExpectation {
  ColumnPair pair();

  @Override
  default List<Column> columns() {
    return List.of(pair().a(), pair().b());
  }

  @Override
  default String considered() {
    return pair().considered();
  }

  /** A struct whose fields are the two values; a result shows it as a list of two. */
  @Override
  default String unexpectedValue() {
    return "{'a': " + pair().a().presented() + ", 'b': " + pair().b().presented() + "}";
  }
}
