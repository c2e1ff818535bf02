package io.penstock.checkpoint.expectation;

import java.util.List;
import java.util.Optional;

/** The columns of the data under check, in their order. */
public record TableSchema(List<Column> columns) {
  public TableSchema {
    columns = List.copyOf(columns);
  }

  /** The schema of a relation, as the engine describes it. */
  public static TableSchema of(List<io.penstock.lake.engine.Column> columns) {
    return new TableSchema(
        columns.stream().map(column -> new Column(column.name(), column.type())).toList());
  }

  /** The column of exactly this name. */
  public Optional<Column> find(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** The names, in order. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }
}
