package io.penstock.lake.fingerprint;

import io.penstock.contracts.fingerprint.Fingerprint;

/** Adds up row hashes without a new object for each; belongs to one thread. */
public final class FingerprintSum {
  private long count;
  private long high;
  private long low;

  /** Adds one row. */
  public void add(RowHash row) {
    add(1, row.high(), row.low());
  }

  /** Adds the rows of a disjoint set. */
  public void add(Fingerprint rows) {
    add(rows.count(), rows.high(), rows.low());
  }

  public Fingerprint fingerprint() {
    return new Fingerprint(count, high, low);
  }

  private void add(long rows, long rowHigh, long rowLow) {
    long sum = low + rowLow;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    count = Math.addExact(count, rows);
    high += rowHigh + carry;
    low = sum;
  }
}
