package io.penstock.ingest.parquet;

/**
 * Longs in Parquet's DELTA_BINARY_PACKED: the differences of neighbours, in blocks, each with as
 * many bits as its largest one needs. Offsets, which count up, take next to nothing.
 */
final class DeltaLongs {
  private static final int BLOCK_VALUES = 128;
  private static final int MINIBLOCKS = 4;
  private static final int MINIBLOCK_VALUES = BLOCK_VALUES / MINIBLOCKS;

  private final long[] deltas = new long[BLOCK_VALUES];

  /** Adds the encoded values to some bytes. Differences may overflow: they wrap back. */
  void encode(long[] values, int count, Bytes into) {
    into.putVarint(BLOCK_VALUES);
    into.putVarint(MINIBLOCKS);
    into.putVarint(count);
    into.putZigzag(count == 0 ? 0 : values[0]);
    for (int from = 1; from < count; from += BLOCK_VALUES) {
      block(values, from, Math.min(BLOCK_VALUES, count - from), into);
    }
  }

  private void block(long[] values, int from, int count, Bytes into) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      deltas[i] = values[from + i] - values[from + i - 1];
      least = Math.min(least, deltas[i]);
    }
    for (int i = 0; i < BLOCK_VALUES; i++) {
      deltas[i] = i < count ? deltas[i] - least : 0;
    }
    into.putZigzag(least);
    int[] widths = new int[MINIBLOCKS];
    for (int m = 0; m < MINIBLOCKS; m++) {
      widths[m] = width(m * MINIBLOCK_VALUES);
      into.putByte(widths[m]);
    }
    // Miniblocks behind the last value have no bytes; one that is not full is filled up.
    for (int m = 0; m * MINIBLOCK_VALUES < count; m++) {
      pack(m * MINIBLOCK_VALUES, widths[m], into);
    }
  }

  private int width(int from) {
    long all = 0;
    for (int i = from; i < from + MINIBLOCK_VALUES; i++) {
      all |= deltas[i];
    }
    return Long.SIZE - Long.numberOfLeadingZeros(all);
  }

  /** Thirty-two values of a width take a whole number of times four bytes. */
  private void pack(int from, int width, Bytes into) {
    if (width == 0) {
      return;
    }
    long packed = 0;
    int bits = 0;
    for (int i = from; i < from + MINIBLOCK_VALUES; i++) {
      packed |= deltas[i] << bits;
      bits += width;
      if (bits >= Long.SIZE) {
        into.putLong(packed);
        bits -= Long.SIZE;
        packed = bits == 0 ? 0 : deltas[i] >>> (width - bits);
      }
    }
    if (bits > 0) {
      into.putInt((int) packed);
    }
  }
}
