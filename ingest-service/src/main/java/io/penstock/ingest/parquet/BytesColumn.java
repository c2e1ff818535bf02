package io.penstock.ingest.parquet;

import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/** Texts or bytes, one after the other, compressed. */
public final class BytesColumn extends ColumnWriter {
  private final Bytes values = new Bytes();

  public BytesColumn(Leaf leaf) {
    super(leaf, Encoding.PLAIN);
  }

  /**
   * Adds the value of the next row, in a column that stands in no list.
   *
   * @param value null for none
   */
  public void add(byte @Nullable [] value) {
    levels().add(value != null);
    if (value != null) {
      put(value);
    }
  }

  /** Says that the list of the next row is empty. */
  public void addEmptyList() {
    levels().add(0, 0);
  }

  /**
   * Adds a value of a list.
   *
   * @param first whether it is the first one of the next row
   * @param value null for none
   */
  public void addToList(boolean first, byte @Nullable [] value) {
    int present = leaf().definitionMax();
    levels().add(first ? 0 : 1, value == null ? present - 1 : present);
    if (value != null) {
      put(value);
    }
  }

  private void put(byte[] value) {
    values.putInt(value.length);
    values.put(value);
  }

  @Override
  void takeValues(Bytes into) {
    into.put(values);
    values.clear();
  }

  @Override
  byte[] stored(Bytes plain) {
    return Zstd.compressed(plain);
  }

  @Override
  CompressionCodec codec() {
    return CompressionCodec.ZSTD;
  }
}
