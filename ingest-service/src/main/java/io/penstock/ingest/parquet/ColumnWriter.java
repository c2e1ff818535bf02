package io.penstock.ingest.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;

/**
 * Encodes one column, page by page. Belongs to one thread; what it makes does not change any more.
 */
public abstract sealed class ColumnWriter permits BytesColumn, ChoiceColumn, LongColumn {
  private final Leaf leaf;
  private final Encoding encoding;
  private final Levels levels;
  private final Bytes page = new Bytes();
  private List<Page> pages = new ArrayList<>();

  ColumnWriter(Leaf leaf, Encoding encoding) {
    this.leaf = leaf;
    this.encoding = encoding;
    this.levels = new Levels(leaf);
  }

  final Leaf leaf() {
    return leaf;
  }

  final Levels levels() {
    return levels;
  }

  /** Encodes what was added since the last page. */
  public final void endPage() {
    int values = levels.count();
    if (values > 0) {
      levels.take(page);
      takeValues(page);
      pages.add(new Page(values, encoding, page.length(), stored(page)));
      page.clear();
    }
  }

  /** What was added since the last row group. */
  public final Chunk endRowGroup() {
    endPage();
    Chunk chunk = new Chunk(leaf, codec(), dictionary(), pages, takeRange(), levels.takeNulls());
    pages = new ArrayList<>();
    return chunk;
  }

  /** Moves the values of a page behind its levels. */
  abstract void takeValues(Bytes into);

  /** A page as it stands in the file. */
  byte[] stored(Bytes plain) {
    return plain.copy();
  }

  CompressionCodec codec() {
    return CompressionCodec.UNCOMPRESSED;
  }

  Optional<Page> dictionary() {
    return Optional.empty();
  }

  Optional<Chunk.Range> takeRange() {
    return Optional.empty();
  }
}
