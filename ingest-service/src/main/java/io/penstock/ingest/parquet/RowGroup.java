package io.penstock.ingest.parquet;

import java.util.List;

/**
 * Rows of a file.
 *
 * @param chunks all columns of the schema, in its order
 */
public record RowGroup(int rows, List<Chunk> chunks) {
  public RowGroup {
    if (rows < 1) {
      throw new IllegalArgumentException("a row group has rows");
    }
    chunks = List.copyOf(chunks);
    for (Chunk chunk : chunks) {
      if (chunk.leaf().repetitionMax() == 0 && chunk.values() != rows) {
        throw new IllegalArgumentException(
            "%d values of %s in %d rows".formatted(chunk.values(), chunk.leaf(), rows));
      }
    }
  }

  void requireFits(Schema schema) {
    if (!chunks.stream().map(Chunk::leaf).toList().equals(schema.leaves())) {
      throw new IllegalArgumentException("other columns than " + schema.leaves());
    }
  }
}
