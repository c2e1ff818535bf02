package io.penstock.ingest.parquet;

import java.util.List;

/**
 * A column that has values, with its place in the schema.
 *
 * @param path names from the root to it
 * @param repetitionMax how many lists it stands in
 * @param definitionMax how many of its ancestors and itself may be absent, lists included
 */
public record Leaf(List<String> path, ValueKind kind, int repetitionMax, int definitionMax) {
  public Leaf {
    path = List.copyOf(path);
  }

  @Override
  public String toString() {
    return String.join(".", path);
  }
}
