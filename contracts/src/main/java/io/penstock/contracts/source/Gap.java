package io.penstock.contracts.source;

/**
 * Positions in a batch's range that hold no record for a reader: transaction markers, aborted or
 * compacted records.
 *
 * @param from first position
 * @param to first position after it
 */
public record Gap(long from, long to) {
  public Gap {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("not a range of positions: [" + from + ", " + to + ")");
    }
  }

  public long length() {
    return to - from;
  }
}
