package io.penstock.ingest.parquet;

import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;

/**
 * What a row group holds of a column.
 *
 * @param dictionary the values that the pages refer to
 * @param range the least and the greatest value, where they are known
 * @param nulls how many values are null
 */
public record Chunk(
    Leaf leaf,
    CompressionCodec codec,
    Optional<Page> dictionary,
    List<Page> pages,
    Optional<Range> range,
    long nulls) {
  public Chunk {
    pages = List.copyOf(pages);
  }

  /** The least and the greatest of some longs. */
  public record Range(long least, long greatest) {}

  /** A column that has the same text in all rows. */
  public static Chunk constant(Leaf leaf, byte[] text, int rows) {
    Bytes value = new Bytes();
    value.putInt(text.length);
    value.put(text);
    return constant(leaf, value, rows);
  }

  /** A column that has the same number in all rows. */
  public static Chunk constant(Leaf leaf, long number, int rows) {
    Bytes value = new Bytes();
    if (leaf.kind() == ValueKind.INT) {
      value.putInt(Math.toIntExact(number));
    } else {
      value.putLong(number);
    }
    return constant(leaf, value, rows);
  }

  private static Chunk constant(Leaf leaf, Bytes value, int rows) {
    Bytes indices = new Bytes();
    indices.putByte(1);
    indices.putVarint((long) rows << 1);
    indices.putByte(0);
    return new Chunk(
        leaf,
        CompressionCodec.UNCOMPRESSED,
        Optional.of(new Page(1, Encoding.PLAIN, value.length(), value.copy())),
        List.of(new Page(rows, Encoding.RLE_DICTIONARY, indices.length(), indices.copy())),
        Optional.empty(),
        0);
  }

  long values() {
    return pages.stream().mapToLong(Page::values).sum();
  }
}
