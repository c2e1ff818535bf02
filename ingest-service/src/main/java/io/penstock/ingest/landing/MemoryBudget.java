package io.penstock.ingest.landing;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the records of all sources may take in memory. It is kept by asking, not by refusing: a
 * record that was read has to be kept, so reading stops in time.
 */
public final class MemoryBudget {
  private final long bytesMax;
  private final AtomicLong used = new AtomicLong();

  public MemoryBudget(long bytesMax) {
    if (bytesMax < 1) {
      throw new IllegalArgumentException("penstock.ingest.buffer-bytes must be positive");
    }
    this.bytesMax = bytesMax;
  }

  void take(long bytes) {
    used.addAndGet(bytes);
  }

  void giveBack(long bytes) {
    if (used.addAndGet(-bytes) < 0) {
      throw new IllegalStateException("more memory was given back than taken");
    }
  }

  long used() {
    return used.get();
  }

  /** Whether the largest buffer should be written, though it is neither full nor old. */
  boolean tight() {
    return used.get() > bytesMax / 4 * 3;
  }

  /** Whether nothing more may be read. */
  boolean exhausted() {
    return used.get() > bytesMax;
  }
}
