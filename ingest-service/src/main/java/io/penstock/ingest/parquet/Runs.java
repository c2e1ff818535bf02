package io.penstock.ingest.parquet;

/**
 * Small numbers as Parquet's run lengths (RLE). Levels and indices hardly ever change here from one
 * row to the next, so that the packed form of the same encoding is left out.
 */
final class Runs {
  private final Bytes bytes = new Bytes();
  private int value;
  private int count;

  void add(int next) {
    if (count > 0 && next == value) {
      count++;
    } else {
      endRun();
      value = next;
      count = 1;
    }
  }

  /** Moves everything that was added to some bytes. */
  void take(Bytes into) {
    endRun();
    into.put(bytes);
    bytes.clear();
  }

  /** The same, after its length. */
  void takeWithLength(Bytes into) {
    endRun();
    into.putInt(bytes.length());
    take(into);
  }

  private void endRun() {
    if (count > 0) {
      bytes.putVarint((long) count << 1);
      bytes.putByte(value);
      count = 0;
    }
  }
}
